/**
 * A long piece of work in a worker of its own, so that neither the page nor the bench waits for it:
 * progress, then a result or one line that says what went wrong, and a stop that always works.
 */
import { useCallback, useEffect, useRef, useState } from 'react';

/** What such a worker says. */
export type JobReply<R> =
  /** the share done, null where nobody knows it */
  | { readonly kind: 'progress'; readonly done: number | null; readonly words?: string }
  | { readonly kind: 'done'; readonly result: R }
  | { readonly kind: 'failed'; readonly message: string };

export type JobState<R> = { readonly kind: 'idle' } | JobReply<R>;

/** A job as a panel uses it. `question` is what the present state is about, as text. */
export interface Job<Q, R> {
  readonly state: JobState<R>;
  readonly question: string;
  readonly start: (question: Q) => void;
  readonly stop: () => void;
}

/**
 * @param makeWorker starts the worker, which takes one question and answers with `JobReply`s
 */
export function useJob<Q, R>(makeWorker: () => Worker): Job<Q, R> {
  const [state, setState] = useState<JobState<R>>({ kind: 'idle' });
  const [question, setQuestion] = useState('');
  const worker = useRef<Worker | null>(null);
  const end = useCallback((): void => {
    worker.current?.terminate();
    worker.current = null;
  }, []);
  useEffect(() => end, [end]);
  return {
    state,
    question,
    start(asked) {
      end();
      const made = makeWorker();
      worker.current = made;
      setQuestion(JSON.stringify(asked));
      setState({ kind: 'progress', done: null, words: 'The worker is loaded.' });
      made.onmessage = ({ data }: MessageEvent<JobReply<R>>) => {
        if (worker.current !== made) return;
        setState(data);
        if (data.kind !== 'progress') end();
      };
      made.onerror = () => {
        if (worker.current !== made) return;
        end();
        setState({
          kind: 'failed',
          message: 'The worker could not be loaded. Reload the page to try again.',
        });
      };
      made.postMessage(asked);
    },
    stop() {
      end();
      setState({ kind: 'idle' });
    },
  };
}
