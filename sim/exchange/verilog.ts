/**
 * Logic as Verilog-2005 for other people's tools: a module that reads like the netlist, and a test
 * bench that plays recorded inputs to it and compares every output at every clock edge.
 */
import { inputsOf, layOutState, outputsOf, settlingOrder } from '../logic/cells.ts';
import { checkLogic } from '../logic/check.ts';
import type {
  FsmCell,
  LogicKernel,
  LogicNetlist,
  MemoryCell,
  NetName,
  RegisterCell,
  SettlingCell,
} from '../logic/netlist.ts';
import type { MachineTable } from '../machines/machine.ts';

/** Words of all inputs and outputs, cycle after cycle, just before each clock edge. */
export interface LogicTrace {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly cycles: readonly {
    /** in the order of `inputs` */
    readonly in: readonly number[];
    /** in the order of `outputs` */
    readonly out: readonly number[];
  }[];
}
export interface VerilogOptions {
  /** adds a module `<name>_test` that checks the trace */
  readonly trace?: LogicTrace;
}

/**
 * Plays inputs to a kernel from where it stands, one clock edge a cycle.
 * @param stimulus the word of an input in a cycle
 */
export function recordTrace(
  kernel: LogicKernel,
  cycles: number,
  stimulus: (input: string, cycle: number, width: number) => number,
): LogicTrace {
  const { netlist } = kernel;
  const inputs = inputsOf(netlist);
  const outputs = outputsOf(netlist);
  return {
    inputs: inputs.map(({ name }) => name),
    outputs: outputs.map(({ name }) => name),
    cycles: Array.from({ length: cycles }, (_, cycle) => {
      const words = inputs.map(({ name, out }) => stimulus(name, cycle, netlist.nets[out]!));
      for (const [k, { name }] of inputs.entries()) kernel.set(name, words[k]!);
      const shown = outputs.map((cell) => kernel.get(cell.in));
      kernel.edge();
      return { in: words, out: shown };
    }),
  };
}

/**
 * The netlist as a Verilog module, and its test bench where a trace is given. State that has no
 * clock edge behind it stands at its initial value.
 * @throws Error that names the netlist and the cell when it is wrong (check.ts), or when the trace
 *         is of another netlist or there is nothing to compare
 */
export function toVerilog(netlist: LogicNetlist, { trace }: VerilogOptions = {}): string {
  checkLogic(netlist);
  const names = nameEverything(netlist);
  const text = [moduleText(netlist, names)];
  if (trace) text.push(testText(netlist, names, trace));
  return text.join('\n');
}

interface Names {
  readonly module: string;
  readonly clock: string;
  readonly net: (net: NetName) => string;
  /** of an input, output, memory or machine */
  readonly cell: (name: string) => string;
  /** a new one, close to this */
  readonly fresh: (wanted: string) => string;
}

/** Words that Verilog-2005 keeps for itself and that a netlist may well use. */
const reserved = new Set(
  (
    'always and assign automatic begin buf bufif0 bufif1 case casex casez cell cmos config deassign default defparam ' +
    'design disable edge else end endcase endconfig endfunction endgenerate endmodule endprimitive endspecify ' +
    'endtable endtask event for force forever fork function generate genvar highz0 highz1 if ifnone incdir include ' +
    'initial inout input instance integer join large liblist library localparam macromodule medium module nand ' +
    'negedge nmos nor noshowcancelled not notif0 notif1 or output parameter pmos posedge primitive pull0 pull1 ' +
    'pulldown pullup pulsestyle_onevent pulsestyle_ondetect rcmos real realtime reg release repeat rnmos rpmos rtran ' +
    'rtranif0 rtranif1 scalared showcancelled signed small specify specparam strong0 strong1 supply0 supply1 table ' +
    'task time tran tranif0 tranif1 tri tri0 tri1 triand trior trireg unsigned use uwire vectored wait wand weak0 ' +
    // SystemVerilog's, for tools that read every file so
    'weak1 while wire wor xnor xor alias assert bind bit break byte chandle checker class clocking const constraint ' +
    'context continue cover cross dist do endclass endclocking endgroup endinterface endpackage endprogram endproperty ' +
    'endsequence enum expect export extends extern final first_match foreach forkjoin iff ignore_bins illegal_bins ' +
    'import inside int interface intersect local logic longint matches modport new null package packed priority ' +
    'program property protected pure rand randc randcase randsequence ref return sequence shortint shortreal solve ' +
    'static string struct super tagged this throughout timeprecision timeunit type typedef union unique var virtual ' +
    'void wait_order wildcard with within global implies let nexttime strong weak until restrict reject_on accept_on'
  ).split(' '),
);

function nameEverything(netlist: LogicNetlist): Names {
  const taken = new Set(reserved);
  const fresh = (wanted: string): string => {
    const plain = wanted.replaceAll('.', '_');
    let name = taken.has(plain) ? `${plain}_` : plain;
    for (let k = 2; taken.has(name); k++) name = `${plain}_${k}`;
    taken.add(name);
    return name;
  };
  const module = fresh(netlist.name.replaceAll(/\W/g, '_').replace(/^(?=\d)/, '_'));
  const clock = fresh('clk');
  const cells = new Map<string, string>();
  const nets = new Map<NetName, string>();
  // ports first: they keep their names
  for (const cell of inputsOf(netlist)) {
    cells.set(cell.name, fresh(cell.name));
    nets.set(cell.out, cells.get(cell.name)!);
  }
  for (const cell of outputsOf(netlist)) cells.set(cell.name, fresh(cell.name));
  for (const net of Object.keys(netlist.nets)) if (!nets.has(net)) nets.set(net, fresh(net));
  for (const cell of netlist.cells)
    if (cell.kind === 'memory' || cell.kind === 'fsm') cells.set(cell.name, fresh(cell.name));
  return { module, clock, net: (net) => nets.get(net)!, cell: (name) => cells.get(name)!, fresh };
}

const range = (width: number): string => (width === 1 ? '' : `[${width - 1}:0] `);
const literal = (value: number | bigint, width: number): string => `${width}'h${value.toString(16)}`;

function moduleText(netlist: LogicNetlist, names: Names): string {
  const { nets, cells } = netlist;
  const { net } = names;
  const width = (name: NetName): number => nets[name]!;
  const layout = layOutState(netlist);
  const clocked = layout.names.length > 0;
  const ports = [
    ...(clocked ? [`input wire ${names.clock}`] : []),
    ...inputsOf(netlist).map((cell) => `input wire ${range(width(cell.out))}${names.cell(cell.name)}`),
    ...outputsOf(netlist).map((cell) => `output wire ${range(width(cell.in))}${names.cell(cell.name)}`),
  ];
  const lines = [
    `// ${netlist.name}: ${cells.length} cells, ${layout.names.length} words of state.`,
    ...(clocked ? [`// Everything that remembers takes over at the rising edge of ${names.clock}.`] : []),
    '// verilator lint_off DECLFILENAME',
    '// verilator lint_off UNUSEDSIGNAL',
    `module ${names.module} (`,
    ports.map((port) => `  ${port}`).join(',\n'),
    ');',
  ];
  const section = (title: string, body: readonly string[]): void => {
    if (body.length > 0) lines.push('', `  // ${title}`, ...body.map((line) => `  ${line}`));
  };
  const memoryNets = layout.memories.flatMap(({ cell }) => cell.reads.map(({ out }) => out));
  const machineNets = layout.machines.flatMap(({ cell }) => Object.values(cell.outputs));
  section(
    'registers',
    layout.registers.map(({ cell }) => `reg ${range(width(cell.out))}${net(cell.out)};`),
  );
  section(
    'memories',
    layout.memories.map(
      ({ cell }) => `reg ${range(cell.width)}${names.cell(cell.name)} [0:${cell.words - 1}];`,
    ),
  );
  section(
    'words that settle',
    [
      ...settlingOrder(netlist)
        .map(({ out }) => out)
        .filter((out) => !memoryNets.includes(out)),
      ...memoryNets,
      ...machineNets,
    ].map((name) => `wire ${range(width(name))}${net(name)};`),
  );
  section(
    'logic',
    settlingOrder(netlist).map((step) => {
      const { cell } = step;
      const value =
        cell.kind === 'memory'
          ? `${names.cell(cell.name)}[${net(step.reads[0])}]`
          : expressionOf(cell, width, net);
      return `assign ${net(step.out)} = ${value};`;
    }),
  );
  for (const { cell } of layout.registers)
    section(`register ${cell.name}`, registerText(cell, width, net, names));
  for (const { cell } of layout.memories) section(`memory ${cell.name}`, memoryText(cell, net, names));
  for (const { cell, table } of layout.machines)
    section(`machine ${cell.name}: ${cell.machine.id}`, machineText(cell, table, net, names));
  section(
    'outputs',
    outputsOf(netlist).map((cell) => `assign ${names.cell(cell.name)} = ${net(cell.in)};`),
  );
  lines.push('endmodule', '// verilator lint_on UNUSEDSIGNAL', '');
  return lines.join('\n');
}

const gateSigns = { and: '&', nand: '&', or: '|', nor: '|', xor: '^', xnor: '^', not: '' } as const;
const compareSigns = { eq: '==', ne: '!=', lt: '<', le: '<=', gt: '>', ge: '>=' } as const;
const reduceSigns = { and: '&', or: '|', xor: '^' } as const;
const arithmeticSigns = { add: '+', subtract: '-', multiply: '*' } as const;

function expressionOf(
  cell: SettlingCell,
  width: (net: NetName) => number,
  net: (net: NetName) => string,
): string {
  const bits = (name: NetName, low: number, count: number): string => {
    if (count === width(name)) return net(name);
    return `${net(name)}[${count === 1 ? low : `${low + count - 1}:${low}`}]`;
  };
  /** cut or widened, so that no operand is widened in silence */
  const fitted = (name: NetName, to: number, signed: boolean): string => {
    const from = width(name);
    if (from >= to) return bits(name, 0, to);
    const filling = signed ? `{${to - from}{${bits(name, from - 1, 1)}}}` : literal(0, to - from);
    return `{${filling}, ${net(name)}}`;
  };
  const signedOrNot = (name: NetName, signed: boolean): string =>
    signed ? `$signed(${net(name)})` : net(name);
  switch (cell.kind) {
    case 'constant':
      return literal(cell.value, width(cell.out));
    case 'gate': {
      const joined = cell.in.map(net).join(` ${gateSigns[cell.operation]} `);
      if (cell.operation === 'not') return `~${joined}`;
      return ['nand', 'nor', 'xnor'].includes(cell.operation) ? `~(${joined})` : joined;
    }
    case 'reduce':
      return `${reduceSigns[cell.operation]}${net(cell.in)}`;
    case 'threshold': {
      const whole = (value: number): string => `${value < 0 ? '-' : ''}32'sd${Math.abs(value)}`;
      const terms = cell.in.map((name, k) => `(${net(name)} ? ${whole(cell.weights[k]!)} : 32'sd0)`);
      return `(${terms.join(' + ')}) >= ${whole(cell.threshold)}`;
    }
    case 'arithmetic': {
      const to = width(cell.out);
      return `${fitted(cell.a, to, cell.signed)} ${arithmeticSigns[cell.operation]} ${fitted(cell.b, to, cell.signed)}`;
    }
    case 'negate':
      return `-${net(cell.in)}`;
    case 'shift': {
      const keepsSign = cell.direction === 'right' && cell.signed;
      const by = typeof cell.by === 'number' ? literal(cell.by, 6) : net(cell.by);
      const word = signedOrNot(cell.in, keepsSign);
      return `${word} ${cell.direction === 'left' ? '<<' : keepsSign ? '>>>' : '>>'} ${by}`;
    }
    case 'compare': {
      const [a, b] = [signedOrNot(cell.a, cell.signed), signedOrNot(cell.b, cell.signed)];
      return `${a} ${compareSigns[cell.operation]} ${b}`;
    }
    case 'mux': {
      const last = net(cell.in.at(-1)!);
      if (cell.in.length === 2 && width(cell.select) === 1)
        return `${net(cell.select)} ? ${last} : ${net(cell.in[0]!)}`;
      return cell.in
        .slice(0, -1)
        .reduceRight(
          (rest, name, k) =>
            `${net(cell.select)} == ${literal(k, width(cell.select))} ? ${net(name)} : ${rest}`,
          last,
        );
    }
    case 'slice':
      return bits(cell.in, cell.low, width(cell.out));
    case 'concat':
      return `{${cell.in.map(net).reverse().join(', ')}}`;
    case 'extend':
      return fitted(cell.in, width(cell.out), cell.signed);
  }
}

function registerText(
  cell: RegisterCell,
  width: (net: NetName) => number,
  net: (net: NetName) => string,
  { clock }: Names,
): string[] {
  const first = literal(cell.initial, width(cell.out));
  const take = `${net(cell.out)} <= ${net(cell.in)};`;
  const enabled = cell.enable === undefined ? take : `if (${net(cell.enable)}) ${take}`;
  const body =
    cell.reset === undefined
      ? [`  ${enabled}`]
      : [`  if (${net(cell.reset)}) ${net(cell.out)} <= ${first};`, `  else ${enabled}`];
  return [`initial ${net(cell.out)} = ${first};`, `always @(posedge ${clock})`, ...body];
}

function memoryText(
  cell: MemoryCell,
  net: (net: NetName) => string,
  { clock, cell: nameOf, fresh }: Names,
): string[] {
  const name = nameOf(cell.name);
  const k = fresh(`${name}_k`);
  const contents = cell.initial.flatMap((word, at) =>
    word === 0 ? [] : [`  ${name}[${at}] = ${literal(word, cell.width)};`],
  );
  return [
    `integer ${k};`,
    'initial begin',
    `  for (${k} = 0; ${k} < ${cell.words}; ${k} = ${k} + 1) ${name}[${k}] = ${literal(0, cell.width)};`,
    ...contents,
    'end',
    ...(cell.writes.length === 0
      ? []
      : [
          `always @(posedge ${clock}) begin`,
          ...cell.writes.map((w) => `  if (${net(w.enable)}) ${name}[${net(w.address)}] <= ${net(w.data)};`),
          'end',
        ]),
  ];
}

function machineText(
  cell: FsmCell,
  table: MachineTable,
  net: (net: NetName) => string,
  { clock, cell: nameOf, fresh }: Names,
): string[] {
  const name = nameOf(cell.name);
  const width = Math.max(1, 32 - Math.clz32(table.states.length - 1));
  const states = table.states.map((state) => fresh(`${name}_${state.replaceAll(/\W/g, '_')}`));
  const outputs = Object.entries(cell.outputs).map(([output, out]) => {
    const bit = table.outputs.indexOf(output);
    const on = states.filter((_, k) => table.moore[k]![bit] === 1).map((state) => `${name} == ${state}`);
    return `assign ${net(out)} = ${on.join(' || ') || literal(0, 1)};`;
  });
  const cases = table.transitions.flatMap((list, k) => {
    const steps: string[] = [];
    for (const [event, target] of list) {
      const bit = cell.inputs[event < 0 ? 'done' : table.events[event]!];
      const go = `${name} <= ${states[target]!};`;
      const otherwise = steps.length === 0 ? '' : 'else ';
      steps.push(bit === undefined ? `${otherwise}${go}` : `${otherwise}if (${net(bit)}) ${go}`);
      // what stands behind a transition that is always taken has nothing to say
      if (bit === undefined) break;
    }
    return steps.length === 0 ? [] : [`    ${states[k]!}:`, ...steps.map((step) => `      ${step}`)];
  });
  return [
    ...states.map((state, k) => `localparam ${range(width)}${state} = ${literal(k, width)};`),
    `reg ${range(width)}${name};`,
    `initial ${name} = ${states[table.initial]!};`,
    ...outputs,
    `always @(posedge ${clock})`,
    `  case (${name})`,
    ...cases,
    `    default: ${name} <= ${name};`,
    '  endcase',
  ];
}

/** All words of a cycle side by side, the first in the lowest bits. */
function packed(words: readonly number[], widths: readonly number[]): string {
  let all = 0n;
  let at = 0;
  for (const [k, word] of words.entries()) {
    all |= BigInt(word) << BigInt(at);
    at += widths[k]!;
  }
  return `${at}'h${all.toString(16)}`;
}

function testText(netlist: LogicNetlist, names: Names, trace: LogicTrace): string {
  const inputs = inputsOf(netlist);
  const outputs = outputsOf(netlist);
  const said = (list: readonly string[]): string => list.join(', ') || 'none';
  const wanted = { inputs: inputs.map(({ name }) => name), outputs: outputs.map(({ name }) => name) };
  if (said(trace.inputs) !== said(wanted.inputs) || said(trace.outputs) !== said(wanted.outputs))
    throw new Error(
      `${netlist.name}: the trace has inputs ${said(trace.inputs)} and outputs ${said(trace.outputs)}, expected ${said(wanted.inputs)} and ${said(wanted.outputs)}; record it from this netlist.`,
    );
  if (outputs.length === 0 || trace.cycles.length === 0)
    throw new Error(
      `${netlist.name}: ${outputs.length} outputs and ${trace.cycles.length} cycles leave nothing to compare; expected one or more of each.`,
    );
  const width = (net: NetName): number => netlist.nets[net]!;
  const inWidths = inputs.map((cell) => width(cell.out));
  const outWidths = outputs.map((cell) => width(cell.in));
  const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
  const clocked = layOutState(netlist).names.length > 0;
  const own = Object.fromEntries(
    ['stimulus', 'expected', 'wrong', 'cycle', 'found', 'dut'].map((name) => [name, names.fresh(name)]),
  );
  const last = trace.cycles.length - 1;
  const slices = (word: string, widths: readonly number[]): string[] => {
    let at = 0;
    return widths.map((w) => {
      const low = at;
      at += w;
      return widths.length === 1 && w === 1 ? word : `${word}[${w === 1 ? low : `${at - 1}:${low}`}]`;
    });
  };
  const inPorts = slices(own['stimulus']!, inWidths);
  const outPorts = slices(own['found']!, outWidths);
  const connections = [
    ...(clocked ? [`.${names.clock}(${names.clock})`] : []),
    ...inputs.map((cell, k) => `.${names.cell(cell.name)}(${inPorts[k]!})`),
    ...outputs.map((cell, k) => `.${names.cell(cell.name)}(${outPorts[k]!})`),
  ];
  const total = trace.cycles.length * outputs.length;
  const step = (k: number): string => {
    const { in: words, out } = trace.cycles[k]!;
    const given = inputs.length === 0 ? '' : `${own['stimulus']!} = ${packed(words, inWidths)}; `;
    return `    ${given}${own['expected']!} = ${packed(out, outWidths)}; check;`;
  };
  return [
    `// Plays ${trace.cycles.length} recorded cycles to ${names.module} and compares every output just before each clock edge.`,
    '// Delays need --timing in Verilator: without it, it reads the module alone.',
    '`ifdef VERILATOR',
    '`ifndef VERILATOR_TIMING',
    '`define WITHOUT_DELAYS',
    '`endif',
    '`endif',
    '`ifndef WITHOUT_DELAYS',
    '// verilator lint_off STMTDLY',
    `module ${names.fresh(`${names.module}_test`)};`,
    ...(clocked ? [`  reg ${names.clock};`] : []),
    ...(inputs.length === 0 ? [] : [`  reg ${range(sum(inWidths))}${own['stimulus']!};`]),
    `  reg ${range(sum(outWidths))}${own['expected']!};`,
    `  wire ${range(sum(outWidths))}${own['found']!};`,
    `  integer ${own['cycle']!};`,
    `  integer ${own['wrong']!};`,
    '',
    `  ${names.module} ${own['dut']!} (${connections.join(', ')});`,
    '',
    '  task check;',
    '    begin',
    '      #1;',
    ...outputs.map((cell, k) => {
      const [found, expected] = [outPorts[k]!, slices(own['expected']!, outWidths)[k]!];
      return [
        `      if (${found} !== ${expected}) begin`,
        `        ${own['wrong']!} = ${own['wrong']!} + 1;`,
        `        if (${own['wrong']!} <= 10)`,
        `          $display("cycle %0d: ${cell.name} is %h, expected %h", ${own['cycle']!}, ${found}, ${expected});`,
        '      end',
      ].join('\n');
    }),
    ...(clocked ? [`      ${names.clock} = 1'b1;`, '      #1;', `      ${names.clock} = 1'b0;`] : []),
    `      ${own['cycle']!} = ${own['cycle']!} + 1;`,
    '    end',
    '  endtask',
    '',
    '  initial begin',
    ...(clocked ? [`    ${names.clock} = 1'b0;`] : []),
    `    ${own['cycle']!} = 0;`,
    `    ${own['wrong']!} = 0;`,
    ...Array.from({ length: last + 1 }, (_, k) => step(k)),
    `    if (${own['wrong']!} == 0) begin`,
    `      $display("PASS: ${netlist.name}, ${total} comparisons in ${trace.cycles.length} cycles");`,
    '      $finish(0);',
    '    end else begin',
    `      $display("FAIL: ${netlist.name}, %0d of ${total} comparisons in ${trace.cycles.length} cycles", ${own['wrong']!});`,
    '      $finish(2);',
    '    end',
    '  end',
    'endmodule',
    '`endif',
    '',
  ].join('\n');
}
