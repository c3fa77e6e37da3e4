import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../api/errors';
import { EmptyState, ErrorState, Loading } from '../ui/States';
import { calibrationLines, qualityLines } from './evaluation';
import { whole } from './format';
import styles from './Manage.module.css';
import { Plot } from './Plot';
import { evaluationQuery } from './queries';

/** How good the method is for people it has never met, by the report that was written last. */
export function EvaluationPlots() {
  const { data: report, error, refetch } = useQuery(evaluationQuery);
  if (error instanceof ApiError && error.status === 404)
    return (
      <EmptyState title="Nothing was evaluated yet">
        <p>
          <code>neurec evaluate</code> measures the method on people held out, against baselines;
          its plots then appear here.
        </p>
      </EmptyState>
    );
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!report) return <Loading label="The evaluation is being fetched" />;
  const [quality, calibration] = [qualityLines(report), calibrationLines(report)];
  return (
    <>
      <p className={styles.note}>
        {report.command && <code>{report.command}</code>} on {whole(report.ratings)} ratings of{' '}
        {whole(report.movies)} movies by {whole(report.users)} users.
      </p>
      <div className={styles.plots}>
        {quality.length > 0 && (
          <Plot
            title="Quality by number of ratings"
            xLabel="Ratings revealed"
            yLabel="NDCG@10"
            lines={quality}
          />
        )}
        {calibration.length > 0 && (
          <Plot
            title="Calibration"
            xLabel="Probability given"
            yLabel="Share liked"
            lines={calibration}
            diagonal
          />
        )}
      </div>
    </>
  );
}
