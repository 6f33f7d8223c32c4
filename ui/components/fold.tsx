import { type ReactNode, Suspense, useState } from 'react';

interface FoldProps {
  readonly title: string;
  /** what it holds, in a few words */
  readonly hint: string;
  readonly children: ReactNode;
}

/** A panel that opens in place; what is in it is fetched and drawn only then. */
export function Fold({ title, hint, children }: FoldProps) {
  const [open, setOpen] = useState(false);
  return (
    <details className="fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {title} <span className="quiet">{hint}</span>
      </summary>
      {open && (
        <div>
          <Suspense fallback={<p className="quiet waiting">One moment.</p>}>{children}</Suspense>
        </div>
      )}
    </details>
  );
}
