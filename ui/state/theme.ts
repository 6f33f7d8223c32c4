/** Light, dark, or what the system says; remembered on this machine. */
export type Theme = 'system' | 'light' | 'dark';
export const themes: readonly Theme[] = ['system', 'light', 'dark'];
const KEY = 'adaline-lab theme';

export function rememberedTheme(): Theme {
  const found = remembered(KEY);
  return themes.find((theme) => theme === found) ?? 'system';
}
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  remember(KEY, theme);
}

/** Storage may be forbidden or full; the page then forgets, and works. */
export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // it will be forgotten
  }
}
