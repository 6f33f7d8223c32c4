/**
 * Presets: named lists of settings. `ideal` has every non-ideality exactly off; `as-built` has
 * every setting at its realistic default.
 */
export interface DevicePreset {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** which column of every setting it starts from */
  readonly base: 'ideal' | 'default';
  /** what it sets besides, by the end of a setting's path */
  readonly settings: Readonly<Record<string, number>>;
  readonly source: string;
}

/** The presets that `--device` takes. */
export const devicePresets: readonly DevicePreset[] = [
  {
    id: 'ideal',
    title: 'ideal devices',
    summary: 'every non-ideality exactly off: the hardware does the mathematics',
    base: 'ideal',
    settings: {},
    source: 'definition',
  },
  {
    id: 'as-built',
    title: 'as built',
    summary: 'every non-ideality at its realistic default',
    base: 'default',
    settings: {},
    source: 'chosen where no published value was found; each setting says so',
  },
  {
    id: 'low-reference',
    title: 'low reference',
    summary: 'weights from -1 to +21: the reference near the bare substrate, ideal devices',
    base: 'ideal',
    settings: { reference: 0.055, unit: 0.045 },
    source: 'computed: the circuit that was simulated in ngspice for comparison',
  },
];
