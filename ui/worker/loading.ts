/** Machines and devices beside the first ones, fetched for those who ask. */
import { loadCircuit } from '../../circuits/catalogue.ts';
import { devicePresets } from '../../sim/devices/presets.ts';
import type { Spec } from '../../src/compare/spec.ts';

let library: Promise<void> | null = null;
/** Makes every device known; the first time it is fetched. */
export function loadDevices(): Promise<void> {
  library ??= import('../../sim/devices/library.ts').then(
    ({ loadDeviceLibrary }) => loadDeviceLibrary(),
    (error: unknown) => {
      library = null;
      throw error;
    },
  );
  return library;
}

/** Loads what a spec names. @throws Error when that cannot be fetched */
export async function loadFor({ circuit, device, ownDevice, settings }: Partial<Spec>): Promise<void> {
  if (circuit !== undefined) await loadCircuit(circuit);
  const isPlain = device === undefined || devicePresets.some((p) => p.id === device);
  if (!isPlain || ownDevice !== undefined || settings?.['adaptation'] !== undefined) await loadDevices();
}

/** The words of an address that `loadFor` looks at; the address itself is read when all is there. */
export function namedIn(hash: string): Partial<Spec> {
  const found = (key: string): string | undefined => new RegExp(`[#&]${key}=([^&]*)`).exec(hash)?.[1];
  const [circuit, device, adaptation] = ['circuit', 'device', 'set\\.adaptation'].map(found);
  return {
    ...(circuit === undefined ? {} : { circuit }),
    ...(device === undefined ? {} : { device }),
    ...(adaptation === undefined ? {} : { settings: { adaptation } }),
  };
}
