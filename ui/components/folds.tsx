import { lazy } from 'react';
import { useBench } from '../state/bench-store.ts';
import { count } from '../state/format.ts';
import { Fold } from './fold.tsx';

const Settings = lazy(() => import('./settings-panel.tsx'));
const OwnData = lazy(() => import('./own-data.tsx'));
const OwnDevice = lazy(() => import('./own-device.tsx'));
const ControlLogic = lazy(() => import('./control-logic.tsx'));
const Verify = lazy(() => import('./verify-panel.tsx'));
const Export = lazy(() => import('./export-panel.tsx'));
const Causes = lazy(() => import('./causes-panel.tsx'));
const Glossary = lazy(() => import('./glossary.tsx'));
const AboutMachine = lazy(() => import('./about-machine.tsx'));

/** What can be opened under the circuit. */
export function Folds() {
  const { settings, ownData, spec, info } = useBench((s) => s.setup)!;
  const machine = useBench((s) => s.catalogue)!.machines.find((m) => m.id === info.circuit)!;
  const own = settings.filter((s) => s.own).length;
  const faults = settings.filter((s) => s.default !== s.ideal && s.value !== s.ideal).length;
  const off =
    faults === 0 ? 'every non-ideality is off' : `${count(faults, 'non-ideality', 'non-idealities')} on`;
  return (
    <>
      <Fold title="Settings" hint={own > 0 ? `${off}, ${own} changed by you` : off}>
        <Settings />
      </Fold>
      <Fold title="Why did hardware and ideal part?" hint="what each non-ideality adds to the difference">
        <Causes />
      </Fold>
      <Fold title="Control logic" hint="the gates and registers behind the sequencer, step by step">
        <ControlLogic />
      </Fold>
      <Fold title="Verify with ngspice" hint="the same circuit in another simulator, side by side">
        <Verify />
      </Fold>
      <Fold
        title="Your own patterns"
        hint={ownData ? `${spec.patterns} is on the switches` : 'from a CSV file, or typed'}
      >
        <OwnData />
      </Fold>
      <Fold
        title="Your own device"
        hint={
          spec.ownDevice && spec.ownDevice.name === spec.device
            ? `${spec.device} holds the weights`
            : machine.takesDevices
              ? 'measured conductances, as a table'
              : 'not for this machine'
        }
      >
        <OwnDevice />
      </Fold>
      <Fold title="Files for other tools" hint="waveforms, netlists, logic and drawings to take along">
        <Export />
      </Fold>
      <Fold title="About this machine" hint={machine.summary}>
        <AboutMachine />
      </Fold>
      <Fold title="Words" hint="what epoch, phase, division, rms and others mean">
        <Glossary />
      </Fold>
    </>
  );
}
