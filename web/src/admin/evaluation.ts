import type { components } from '../api/schema';
import type { Line } from './Plot';

type Schemas = components['schemas'];
export type Evaluation = Schemas['EvaluationReport'];
type Method = Schemas['MethodResult'];
type Calibration = Schemas['Calibration'];

function methodsOf(report: Evaluation): Method[] {
  return report.seeds[0]?.methods ?? [];
}

/** NDCG@10 by how many ratings somebody has revealed, a line a method, this model's first. */
export function qualityLines(report: Evaluation): Line[] {
  return methodsOf(report)
    .map(({ method, settings }) => ({
      name: method,
      points: settings
        .filter(({ revealed }) => revealed != null)
        .map(({ revealed, ndcg_at_10 }) => ({ x: revealed!, y: ndcg_at_10.mean })),
    }))
    .filter(({ points }) => points.length > 0);
}

function lineOf(name: string, { bins }: Calibration): Line {
  const filled = bins.filter(({ pairs }) => pairs > 0);
  return {
    name,
    points: filled.map((bin) => ({ x: bin.mean_predicted, y: bin.share_relevant })),
  };
}

/** What share of the movies with a probability turned out to be liked, of all pairs and of lists. */
export function calibrationLines(report: Evaluation): Line[] {
  const calibrated = methodsOf(report).find(({ settings }) =>
    settings.some((each) => each.calibration),
  );
  const setting = calibrated?.settings.filter((each) => each.calibration).at(-1);
  if (!setting) return [];
  return [
    lineOf('all movies', setting.calibration!),
    ...(setting.calibration_top_10 ? [lineOf('the list of ten', setting.calibration_top_10)] : []),
  ];
}
