import { Fragment } from 'react';

/** What the words on this page mean, in the order in which one meets them. */
const words: readonly (readonly [string, string])[] = [
  ['pattern', 'a set of inputs, each +1 or −1 (or a number), and what the machine is to answer.'],
  ['weight', 'by how much an input counts. w0 is the bias: the weight of an input that is always +1.'],
  ['sum', 'all inputs times their weights, added up.'],
  ['desired', 'what the sum should be for this pattern.'],
  ['error', 'desired less sum. Learning makes it small.'],
  ['unit', 'one neuron of several: u0.w1 is the weight of the first input in unit 0.'],
  ['division', 'a mark on the scale of the meter of 1960: the unit of sum and error.'],
  ['quantizer', 'decides: +1 when the sum is positive, else −1.'],
  ['memistor', 'a resistor in a bath: copper plated on it makes it conduct better. It holds one weight.'],
  ['plating, stripping', 'current one way puts copper on, the other way takes it off.'],
  ['mS', 'millisiemens, how well something conducts: 1000 mS is 1 ohm, 10 mS is 100 ohm.'],
  ['bare, full', 'a cell without any copper, or with all that it can hold.'],
  ['phase', 'one state of the sequencer: present, sense, compare, adapt or rest.'],
  ['tick', 'one look at the machine; a phase has one or more.'],
  ['presentation', 'one round through the phases with one pattern.'],
  ['epoch', 'as many presentations as there are patterns.'],
  ['rule', 'how the weights change after an error.'],
  [
    'alpha',
    'step size. With alpha-LMS: the share of the error that one presentation removes; above 2 it diverges.',
  ],
  ['mu', 'step size of rules that follow the gradient. Too large a one diverges.'],
  ['diverge', 'to grow without end, because each step overshoots.'],
  ['hardware', 'the simulated circuit, part by part.'],
  ['ideal', 'the mathematics that the circuit approximates, with the same patterns and start.'],
  ['non-ideality', 'what a real part does and a perfect one would not: noise, spread, a limit.'],
  ['ideal devices, as built', 'all non-idealities off, or as large as in a machine of the time.'],
  ['rms', 'root of the mean square: a mean size, whatever the sign.'],
  ['learning curve', 'the squared error against the number of presentations.'],
  ['gate', 'patterns that are already right are not trained; when all are, learning is over.'],
  ['share', 'what one non-ideality adds to the divergence, on average over every company it may be in.'],
  ['netlist', 'a list of parts and of what joins them: how circuits go from one program to another.'],
  ['clock edge', 'the instant at which registers take over what they read.'],
  ['delay tick', 'one step of DigitalJS: a gate answers so many ticks later. It is a count, and no time.'],
  ['two’s complement', 'how words stand for negative numbers: the highest bit counts below zero.'],
  ['ngspice, DigitalJS', 'simulators of circuits and of logic by others, which this bench is held against.'],
  ['seed', 'where chance begins. The same seed gives the same run again.'],
];

export default function Glossary() {
  return (
    <dl className="glossary">
      {words.map(([word, meaning]) => (
        <Fragment key={word}>
          <dt>{word}</dt>
          <dd>{meaning}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
