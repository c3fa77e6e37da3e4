import { Plot } from './Plot';
import styles from './Manage.module.css';
import type { Epoch } from './queries';

/** How loss and validation went, epoch by epoch. */
export function TrainingCurve({ epochs }: { epochs: readonly Epoch[] }) {
  if (epochs.length === 0) return <p className={styles.note}>No epoch has ended yet.</p>;
  const line = (name: string, y: (epoch: Epoch) => number) => [
    { name, points: epochs.map((epoch) => ({ x: epoch.epoch, y: y(epoch) })) },
  ];
  return (
    <div className={styles.plots}>
      <Plot
        title="Quality on people held out"
        xLabel="Epoch"
        yLabel="NDCG@10"
        lines={line('Validation NDCG@10', (epoch) => epoch.validation_ndcg)}
      />
      <Plot
        title="Loss on the training data"
        xLabel="Epoch"
        yLabel="Loss"
        lines={line('Loss', (epoch) => epoch.loss)}
      />
    </div>
  );
}
