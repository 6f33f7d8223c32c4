// The layers of the project, held by test/layering.test.ts: sim <- circuits <- src <- ui.
// Imports of types count too: a layer that knows another's types knows that layer.

const ours = '^(sim|circuits|src|ui|test)/';

module.exports = {
  forbidden: [
    {
      name: 'sim-stands-alone',
      comment:
        'The hardware track imports nothing of ours, so that its agreement with the ideal is evidence.',
      severity: 'error',
      from: { path: '^sim/' },
      to: { path: ours, pathNot: '^(sim|test)/' },
    },
    {
      name: 'circuits-know-only-sim',
      comment: 'A circuit is a description: data for sim, and nothing about the lab or the page.',
      severity: 'error',
      from: { path: '^circuits/' },
      to: { path: ours, pathNot: '^(circuits|sim|test)/' },
    },
    {
      name: 'src-knows-no-ui',
      comment: 'Page, command line, tests and grader call the same functions; those do not know who calls.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^ui/' },
    },
    {
      name: 'ideal-stands-alone',
      comment: 'The ideal track shares no code with the hardware track, nor with anything else of ours.',
      severity: 'error',
      from: { path: '^src/ideal/' },
      to: { path: ours, pathNot: '^(src/ideal|test)/' },
    },
    {
      name: 'data-stands-alone',
      comment: 'Reading and generating data imports nothing of ours.',
      severity: 'error',
      from: { path: '^src/data/' },
      to: { path: ours, pathNot: '^(src/data|test)/' },
    },
    {
      name: 'ideal-only-through-compare',
      comment: 'src/compare is the only place where both tracks meet; the public index may name everything.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(ideal/|compare/|index\\.ts$)' },
      to: { path: '^src/ideal/' },
    },
    {
      name: 'xstate-only-in-machines',
      comment: 'Within sim only the machines know xstate; the kernel runs their tables.',
      severity: 'error',
      from: { path: '^sim/', pathNot: '^sim/machines/' },
      to: { path: '(^|/)node_modules/@?xstate(/|$)|^@?xstate(/|$)' },
    },
    {
      name: 'digitaljs-only-in-logic',
      comment: 'One adapter knows digitaljs; everybody else uses our logic netlist.',
      severity: 'error',
      from: { path: ours, pathNot: '^(sim/logic|test)/' },
      to: { path: '(^|/)node_modules/digitaljs(/|$)|^digitaljs(/|$)' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { path: '^(sim|circuits|src|ui)/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-cycle',
      comment:
        'Code in a circle depends on the order of loading. Types may refer to each other: they are gone by then.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
