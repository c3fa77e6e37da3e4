import { lazy, Suspense } from 'react';
import { Bone, Loading } from '../ui/States';
import styles from './Plot.module.css';

export type Line = { name: string; points: readonly { x: number; y: number }[] };

export type PlotProps = {
  title: string;
  xLabel: string;
  yLabel: string;
  lines: readonly Line[];
  /** Draws the diagonal, where x and y are to agree. */
  diagonal?: boolean;
};

const LinePlot = lazy(() => import('./LinePlot'));

/** Lines over an axis, and their numbers as a table for those who do not see them. */
export function Plot(props: PlotProps) {
  return (
    <figure className={styles.plot}>
      <figcaption>{props.title}</figcaption>
      <Suspense
        fallback={
          <Loading label="The plot is being drawn">
            <Bone className={styles.canvas} />
          </Loading>
        }
      >
        <div className={styles.canvas} aria-hidden="true">
          <LinePlot {...props} />
        </div>
      </Suspense>
      <details className={styles.numbers}>
        <summary>As numbers</summary>
        <Numbers {...props} />
      </details>
    </figure>
  );
}

function Numbers({ title, xLabel, lines }: PlotProps) {
  const xs = [...new Set(lines.flatMap(({ points }) => points.map(({ x }) => x)))];
  const at = (line: Line, x: number) => line.points.find((point) => point.x === x)?.y;
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={`${title}, as numbers`}>
      <table>
        <thead>
          <tr>
            <th scope="col">{xLabel}</th>
            {lines.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {xs
            .sort((a, b) => a - b)
            .map((x) => (
              <tr key={x}>
                <th scope="row">{Number(x.toFixed(3))}</th>
                {lines.map((line) => (
                  <td key={line.name}>{at(line, x)?.toFixed(4)}</td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
