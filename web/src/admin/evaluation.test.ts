import { describe, expect, it } from 'vitest';
import { calibrationLines, qualityLines, type Evaluation } from './evaluation';

const estimate = (mean: number) => ({ mean, low: mean - 0.1, high: mean + 0.1 });
const bin = (pairs: number, predicted: number, relevant: number) => ({
  pairs,
  mean_predicted: predicted,
  share_relevant: relevant,
});
const setting = (revealed: number | null, ndcg: number) => ({
  setting: '',
  revealed,
  users: 10,
  ndcg_at_10: estimate(ndcg),
  hit_rate_at_10: estimate(0.5),
});
const calibration = { expected_error: 0.05, bins: [bin(9, 0.1, 0.2), bin(0, 0, 0)] };

function report(methods: unknown[]): Evaluation {
  return { seeds: [{ methods }] } as unknown as Evaluation;
}

describe('qualityLines', () => {
  it('has a line for each method that was asked by number of ratings', () => {
    const methods = [
      { method: 'model', settings: [setting(0, 0.4), setting(5, 0.5)] },
      { method: 'full', settings: [setting(null, 0.3)] },
    ];
    expect(qualityLines(report(methods))).toEqual([
      {
        name: 'model',
        points: [
          { x: 0, y: 0.4 },
          { x: 5, y: 0.5 },
        ],
      },
    ]);
  });

  it('has none where nothing was measured', () => {
    expect(qualityLines({ seeds: [] } as unknown as Evaluation)).toEqual([]);
  });
});

describe('calibrationLines', () => {
  it('takes the last setting, and leaves empty bins out', () => {
    const settings = [
      setting(0, 0.4),
      { ...setting(5, 0.5), calibration, calibration_top_10: null },
    ];
    expect(calibrationLines(report([{ method: 'model', settings }]))).toEqual([
      { name: 'all movies', points: [{ x: 0.1, y: 0.2 }] },
    ]);
  });

  it('has none for methods without probabilities', () => {
    expect(calibrationLines(report([{ method: 'ease', settings: [setting(0, 0.4)] }]))).toEqual([]);
  });
});
