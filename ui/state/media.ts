import { useSyncExternalStore } from 'react';

/** Follows a media query. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
  );
}
/** True where drawings have to do with the width of a phone. */
export const useNarrow = (): boolean => useMedia('(max-width: 640px)');
export const useReducedMotion = (): boolean => useMedia('(prefers-reduced-motion: reduce)');
