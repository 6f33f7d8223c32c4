/** What digitaljs-stage.ts takes from the library, which brings no types of its own. */
declare module 'digitaljs' {
  type Prototype = { readonly prototype: object };

  export const Circuit: new (data: unknown, options: object) => never;
  export const paperOptions: object;
  export const engines: { readonly SynchEngine: unknown };
  export const cells: {
    readonly Gate: {
      readonly prototype: {
        readonly portMarkup: readonly { readonly selector: string }[];
        _preprocessPorts(ports: unknown): void;
      };
    };
    readonly GateView: Prototype;
    readonly Wire: Prototype;
    readonly WireView: Prototype;
    readonly InputView: Prototype;
    readonly OutputView: Prototype;
  };
}
