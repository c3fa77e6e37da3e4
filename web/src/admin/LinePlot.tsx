import {
  CartesianGrid,
  Legend,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { PlotProps } from './Plot';

const colours = [
  'var(--accent)',
  'var(--good)',
  'var(--star)',
  'var(--muted)',
  'var(--ink)',
  '#7a6fd0',
];

const shortened = (value: number) => String(Number(value.toPrecision(3)));

/** Recharts, in a chunk of its own. */
export default function LinePlot({ xLabel, yLabel, lines, diagonal = false }: PlotProps) {
  return (
    <ResponsiveContainer>
      <LineChart margin={{ top: 8, right: 12, bottom: 22, left: 4 }} accessibilityLayer={false}>
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis
          dataKey="x"
          type="number"
          domain={diagonal ? [0, 1] : ['dataMin', 'dataMax']}
          allowDecimals={diagonal}
          allowDuplicatedCategory={false}
          tickFormatter={shortened}
          stroke="var(--control-line)"
          label={{ value: xLabel, position: 'insideBottom', offset: -14 }}
        />
        <YAxis
          stroke="var(--control-line)"
          width={58}
          domain={diagonal ? [0, 1] : ['auto', 'auto']}
          tickFormatter={shortened}
          label={{ value: yLabel, angle: -90, position: 'insideLeft', offset: 8 }}
        />
        <Tooltip
          contentStyle={{ background: 'var(--surface)', borderColor: 'var(--line)' }}
          formatter={(value) => Number(value).toFixed(4)}
        />
        {lines.length > 1 && <Legend verticalAlign="top" itemSorter={null} />}
        {diagonal && (
          <ReferenceLine
            segment={[
              { x: 0, y: 0 },
              { x: 1, y: 1 },
            ]}
            stroke="var(--control-line)"
            strokeDasharray="4 4"
          />
        )}
        {lines.map(({ name, points }, i) => (
          <Line
            key={name}
            name={name}
            data={[...points]}
            dataKey="y"
            stroke={colours[i % colours.length]}
            strokeWidth={i === 0 ? 2.5 : 1.5}
            dot={points.length < 12}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}
