/**
 * Circuit -> a flat list of elements over numbered terminals. Every wiring error is reported here,
 * with the part, what was found, what was expected and what to do.
 */
import type { Circuit, Inherited, Net, Part, PortKind, Setting, Settings } from './circuit.ts';
import type { ElementSpec } from './elements/element.ts';
import { definitionOf } from './elements/index.ts';

/** A setting of this very circuit: where it stands, what it is, and its number now. */
export interface ElaboratedSetting {
  readonly path: string;
  readonly setting: Setting;
  readonly value: number;
}
export interface Elaborated {
  readonly circuit: Circuit;
  /** in the order of their names, so that the order in which parts are listed changes nothing */
  readonly elements: readonly ElementSpec[];
  /** 'part.port' -> terminals */
  readonly ports: ReadonlyMap<string, readonly Net[]>;
  readonly names: ReadonlyMap<Net, string>;
  readonly kinds: ReadonlyMap<Net, PortKind>;
  readonly settings: readonly ElaboratedSetting[];
}
/** What `elaborate` needs to know of the user's wishes: a number for a setting, by path. */
export type SettingValue = (path: string, setting: Setting) => number;
/** The column of ideal values. */
export const idealValue: SettingValue = (_path, setting) => setting.ideal;

/** The path with every copy's number replaced by a star: one name for the same setting of all copies. */
export const genericPath = (path: string): string => path.replaceAll(/\[\d+\]/g, '[*]');

/**
 * Flattens a circuit.
 * @param circuit  parts, wires, settings
 * @param settingValue  the number of each setting; the ideal ones when omitted
 * @throws Error when a wire names no port, joins unlike kinds or widths, when a line has no driver
 *         or two, or when a setting is not declared
 */
export function elaborate(circuit: Circuit, settingValue: SettingValue = idealValue): Elaborated {
  const flat = new Flattener(circuit, settingValue);
  flat.declareAll();
  return flat.finish();
}

interface Leaf {
  readonly path: string;
  readonly part: Part;
  readonly scopes: readonly Scope[];
}
interface Scope {
  readonly path: string;
  readonly settings: Settings;
}
const isInherited = (s: Setting | Inherited): s is Inherited => 'inherit' in s;
const join = (path: string, name: string): string => (path ? `${path}.${name}` : name);
/** 'a.b[1..4]' -> ['a.b', 1, 4] */
export const SLICE = /^(.*?)(?:\[(\d+)\.\.(\d+)\])?$/;

class Flattener {
  private readonly circuit: Circuit;
  private readonly settingValue: SettingValue;
  private readonly parent: Net[] = [0]; // union-find; terminal 0 is ground
  private readonly kindOf: PortKind[] = ['node'];
  private readonly ports = new Map<string, Net[]>();
  private readonly leaves: Leaf[] = [];
  private readonly settings = new Map<string, ElaboratedSetting>();

  constructor(circuit: Circuit, settingValue: SettingValue) {
    this.circuit = circuit;
    this.settingValue = settingValue;
  }

  declareAll(): void {
    const top: Scope = { path: '', settings: this.circuit.settings };
    this.note(top);
    for (const name of Object.keys(this.circuit.parts).sort())
      this.declare(name, this.circuit.parts[name]!, [top]);
    this.connect('', this.circuit.wires);
  }

  finish(): Elaborated {
    const ports = new Map<string, readonly Net[]>();
    const names = new Map<Net, string>([[0, 'ground']]);
    const kinds = new Map<Net, PortKind>();
    for (const [path, terminals] of [...this.ports].sort(
      ([a], [b]) => a.length - b.length || (a < b ? -1 : 1),
    )) {
      const nets = terminals.map((t) => this.find(t));
      ports.set(path, nets);
      nets.forEach((net, i) => {
        if (!names.has(net)) names.set(net, nets.length > 1 ? `${path}[${i}]` : path);
        kinds.set(net, this.kindOf[net]!);
      });
    }
    const elements: ElementSpec[] = [];
    for (const { path, part, scopes } of this.leaves) {
      const at: Record<string, readonly Net[]> = {};
      for (const port of Object.keys(part.ports)) at[port] = ports.get(`${path}.${port}`)!;
      const internal = (name: string, width = 1, kind: PortKind = 'value'): Net[] => {
        const nets = Array.from({ length: width }, () => this.fresh(kind));
        ports.set(`${path}.${name}`, nets);
        nets.forEach((net, i) => {
          names.set(net, width > 1 ? `${path}.${name}[${i}]` : `${path}.${name}`);
        });
        return nets;
      };
      const get = (name: string): number =>
        this.get(path, name, [...scopes, { path, settings: part.settings }]);
      for (const e of part.elements!(at, get, internal)) elements.push({ ...e, name: `${path}.${e.name}` });
    }
    elements.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    this.checkDrivers(elements, names, kinds);
    const settings = [...this.settings.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    return { circuit: this.circuit, elements, ports, names, kinds, settings };
  }

  private fresh(kind: PortKind): Net {
    this.kindOf.push(kind);
    return this.parent.push(this.parent.length) - 1;
  }
  private find(t: Net): Net {
    let root = t;
    while (this.parent[root] !== root) root = this.parent[root]!;
    let k = t;
    while (this.parent[k] !== root) {
      const next = this.parent[k]!;
      this.parent[k] = root;
      k = next;
    }
    return root;
  }
  private merge(a: Net, b: Net, where: string): void {
    const [p, q] = [this.find(a), this.find(b)];
    const [kp, kq] = [this.kindOf[p]!, this.kindOf[q]!];
    if (kp !== kq) this.fail(`${where} joins a ${kp} and a ${kq}; wires join ports of one kind.`);
    this.parent[Math.max(p, q)] = Math.min(p, q);
  }
  private fail(what: string): never {
    throw new Error(`${this.circuit.id}: ${what}`);
  }

  private declare(path: string, part: Part, scopes: readonly Scope[]): Record<string, Net[]> {
    const at: Record<string, Net[]> = {};
    for (const [name, port] of Object.entries(part.ports)) {
      at[name] = Array.from({ length: port.width }, () => this.fresh(port.kind));
      this.ports.set(`${path}.${name}`, at[name]);
    }
    const inner = [...scopes, { path, settings: part.settings }];
    this.note({ path, settings: part.settings });
    if (part.copies) {
      const { count, part: one } = part.copies;
      for (let i = 0; i < count; i++) {
        for (const [name, lines] of Object.entries(this.declare(`${path}[${i}]`, one, scopes))) {
          lines.forEach((t, j) => {
            this.merge(t, at[name]![i * lines.length + j]!, `${path}[${i}].${name}`);
          });
        }
      }
    } else if (part.module) {
      const { parts, wires, exports } = part.module;
      for (const name of Object.keys(parts).sort()) this.declare(`${path}.${name}`, parts[name]!, inner);
      this.connect(path, wires);
      for (const [name, ref] of Object.entries(exports)) {
        this.resolve(path, ref).forEach((t, j) => {
          this.merge(t, at[name]![j]!, `${path}.${name}`);
        });
      }
    } else if (part.elements) this.leaves.push({ path, part, scopes });
    else this.fail(`${path} (${part.type}) is made of nothing; give it elements, parts or copies.`);
    return at;
  }

  private connect(path: string, wires: readonly (readonly [string, string])[]): void {
    for (const [from, to] of wires) {
      const a = this.resolve(path, from);
      const b = this.resolve(path, to);
      if (b.length % a.length !== 0) {
        this.fail(
          `${join(path, to)} expects ${b.length} lines, got ${a.length} from ${join(path, from)}; a wire is dealt out line by line or broadcast.`,
        );
      }
      b.forEach((t, i) => {
        this.merge(t, a[i % a.length]!, `${join(path, from)} -> ${join(path, to)}`);
      });
    }
  }

  private resolve(path: string, ref: string): Net[] {
    const [, name = '', from, to] = SLICE.exec(ref)!;
    const lines = this.ports.get(join(path, name));
    if (!lines)
      this.fail(`no port ${join(path, name)}; the ports there are ${this.portsNear(join(path, name))}.`);
    if (from === undefined || to === undefined) return lines;
    if (Number(to) >= lines.length || Number(from) > Number(to)) {
      this.fail(
        `${join(path, ref)} asks for lines ${from} to ${to}, but the port has ${lines.length} (0 to ${lines.length - 1}).`,
      );
    }
    return lines.slice(Number(from), Number(to) + 1);
  }
  private portsNear(name: string): string {
    const part = name.slice(0, name.lastIndexOf('.') + 1);
    const near = [...this.ports.keys()].filter(
      (p) => p.startsWith(part) && !p.slice(part.length).includes('.'),
    );
    return near.length ? near.join(', ') : 'none';
  }

  /** Lists the settings that a part declares itself, also those that no element asks for. */
  private note({ path, settings }: Scope): void {
    for (const [name, s] of Object.entries(settings)) if (!isInherited(s)) this.record(join(path, name), s);
  }
  private record(path: string, setting: Setting): number {
    const known = this.settings.get(path);
    if (known) return known.value;
    const value = this.settingValue(path, setting);
    const [low, high] = setting.range;
    if (!(value >= low && value <= high)) {
      this.fail(
        `${path} is ${value}, expected ${low} to ${high}${setting.unit ? ` ${setting.unit}` : ''}; set a number in that range.`,
      );
    }
    this.settings.set(path, { path, setting, value });
    return value;
  }
  private get(path: string, name: string, scopes: readonly Scope[]): number {
    let wanted = name;
    for (let k = scopes.length - 1; k >= 0; k--) {
      const scope = scopes[k]!;
      const s = scope.settings[wanted];
      if (s === undefined) continue;
      if (!isInherited(s)) return this.record(join(scope.path, wanted), s);
      wanted = s.inherit;
    }
    return this.fail(`${path} asks for a setting ${name}, which neither it nor a module around it declares.`);
  }

  private checkDrivers(
    elements: readonly ElementSpec[],
    names: ReadonlyMap<Net, string>,
    kinds: ReadonlyMap<Net, PortKind>,
  ): void {
    const driver = new Map<Net, string>();
    for (const e of elements) {
      for (const net of definitionOf(e).drives(e).flat()) {
        const other = driver.get(net);
        if (other !== undefined)
          this.fail(
            `${names.get(net)} is driven by ${other} and by ${e.name}; a ${kinds.get(net) ?? 'line'} has one driver.`,
          );
        if (net === 0) this.fail(`${e.name} drives ground.`);
        driver.set(net, e.name);
      }
    }
    for (const e of elements) {
      for (const net of definitionOf(e).reads(e)) {
        if (this.kindOf[net] !== 'node' && !driver.has(net)) {
          this.fail(
            `${e.name} reads ${names.get(net)}, which nothing drives; wire it, or give it a constant.`,
          );
        }
      }
    }
  }
}
