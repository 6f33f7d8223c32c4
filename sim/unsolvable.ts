/**
 * What its settings have made of a circuit cannot be solved: it waits for ever for what never comes,
 * or nothing fixes the voltage of a node. The message names what it is and what to change.
 */
export class Unsolvable extends Error {}
