import type { ReactNode } from 'react';
import type { Genre, Palette } from './palettes';

/**
 * One drawing a genre on a sheet of 200 × 200 units that lies beside the title. The random numbers
 * make two movies of a genre siblings rather than twins.
 */
type Motif = (palette: Palette, random: () => number) => ReactNode;

const times = <T,>(count: number, make: (i: number) => T) =>
  Array.from({ length: count }, (_, i) => make(i));
const between = (random: () => number, low: number, high: number) => low + (high - low) * random();

function polar(cx: number, cy: number, radius: number, angle: number): string {
  return `${(cx + radius * Math.cos(angle)).toFixed(1)},${(cy + radius * Math.sin(angle)).toFixed(1)}`;
}

const slashes: Motif = ({ motif, accent }, random) => {
  const lit = Math.floor(between(random, 1, 5));
  return times(6, (i) => (
    <path
      key={i}
      d={`M${i * 42 - 40},200 l70,-200 h22 l-70,200z`}
      fill={i === lit ? accent : motif}
    />
  ));
};

const peaks: Motif = ({ motif, accent }, random) => {
  const top = between(random, 50, 90);
  return (
    <>
      <circle cx={between(random, 50, 150)} cy={top - 8} r="26" fill={accent} />
      <path d={`M-10,200 L70,${top + 26} L110,130 L146,${top} L230,200z`} fill={motif} />
      <path d="M-10,200 L40,140 L84,178 L120,150 L210,200z" fill={accent} fillOpacity=".28" />
    </>
  );
};

const dots: Motif = ({ motif, accent }, random) =>
  times(30, (i) => (
    <circle
      key={i}
      cx={20 + (i % 6) * 32}
      cy={30 + Math.floor(i / 6) * 36}
      r={between(random, 5, 15)}
      fill={random() < 0.25 ? accent : motif}
    />
  ));

const balloons: Motif = ({ motif, accent }, random) =>
  times(5, (i) => {
    const [x, y] = [28 + i * 36, between(random, 50, 110)];
    return (
      <g key={i}>
        <path
          d={`M${x},${y} Q${x + 14},160 ${x - 6},200`}
          stroke={motif}
          strokeWidth="2"
          fill="none"
        />
        <ellipse cx={x} cy={y} rx="21" ry="26" fill={i % 2 === 0 ? accent : motif} />
      </g>
    );
  });

const sunburst: Motif = ({ motif, accent }, random) => {
  const turn = random();
  const wedge = (i: number) => {
    const from = ((i + turn) * Math.PI) / 8;
    return `M100,110 L${polar(100, 110, 190, from)} L${polar(100, 110, 190, from + Math.PI / 16)}z`;
  };
  return (
    <>
      {times(16, (i) => (
        <path key={i} d={wedge(i)} fill={motif} />
      ))}
      <circle cx="100" cy="110" r="42" fill={accent} />
    </>
  );
};

const skyline: Motif = ({ motif, accent }, random) =>
  times(7, (i) => {
    const height = between(random, 60, 150);
    return (
      <g key={i}>
        <rect x={i * 30 - 4} y={200 - height} width="26" height={height} fill={motif} />
        {times(3, (j) => (
          <rect
            key={j}
            x={i * 30 + 4}
            y={212 - height + j * 18}
            width="6"
            height="8"
            fill={random() < 0.45 ? accent : motif}
          />
        ))}
      </g>
    );
  });

const ledger: Motif = ({ motif, accent }, random) => {
  const lit = Math.floor(between(random, 1, 7));
  return times(8, (i) => (
    <rect
      key={i}
      x="18"
      y={24 + i * 21}
      width={between(random, 60, 164)}
      height="9"
      fill={i === lit ? accent : motif}
    />
  ));
};

const faces: Motif = ({ motif, accent }, random) => {
  const shift = between(random, 24, 52);
  return (
    <>
      <circle cx={100 - shift} cy="112" r="66" fill={motif} />
      <circle cx={100 + shift} cy="112" r="66" fill={accent} fillOpacity=".85" />
    </>
  );
};

const moonAndStars: Motif = ({ motif, accent }, random) => {
  const star = (x: number, y: number, r: number) =>
    `M${x},${y - r} Q${x},${y} ${x + r},${y} Q${x},${y} ${x},${y + r} Q${x},${y} ${x - r},${y} Q${x},${y} ${x},${y - r}z`;
  return (
    <>
      <circle cx="112" cy="112" r="64" fill={motif} />
      {times(11, (i) => (
        <path
          key={i}
          d={star(between(random, 14, 186), between(random, 20, 190), between(random, 6, 17))}
          fill={accent}
        />
      ))}
    </>
  );
};

const blinds: Motif = ({ motif, accent }, random) => {
  const slant = between(random, -18, 18);
  return (
    <>
      {times(9, (i) => (
        <path
          key={i}
          d={`M0,${i * 23} L200,${i * 23 + slant} v11 L0,${i * 23 + 11}z`}
          fill={motif}
        />
      ))}
      <circle cx={between(random, 60, 140)} cy="118" r="34" fill={accent} />
    </>
  );
};

const teeth: Motif = ({ motif, accent }, random) => {
  const jag = (base: number, low: number, high: number) =>
    times(9, (i) => `L${i * 25},${i % 2 === 0 ? base : between(random, low, high)}`).join(' ');
  return (
    <>
      <path d={`M0,200 ${jag(150, 40, 110)} V200z`} fill={motif} />
      <path d={`M0,200 ${jag(184, 108, 160)} V200z`} fill={accent} />
    </>
  );
};

const waves: Motif = ({ motif, accent }, random) => {
  const lit = Math.floor(between(random, 0, 5));
  return times(5, (i) => (
    <path
      key={i}
      d={`M-10,${56 + i * 28} q55,${between(random, -46, -20)} 110,0 t110,0`}
      fill="none"
      stroke={i === lit ? accent : motif}
      strokeWidth="11"
    />
  ));
};

const keyhole: Motif = ({ motif, accent }, random) => {
  const x = between(random, 76, 124);
  return (
    <>
      {[96, 74, 52].map((radius, i) => (
        <circle
          key={radius}
          cx={x}
          cy="110"
          r={radius}
          fill="none"
          stroke={motif}
          strokeWidth={8 + i * 2}
        />
      ))}
      <path
        d={`M${x},78 a22,22 0 0 1 10,42 l10,44 h-40 l10,-44 a22,22 0 0 1 10,-42z`}
        fill={accent}
      />
    </>
  );
};

const rings: Motif = ({ motif, accent }, random) => {
  const turn = between(random, -0.6, 0.6);
  const [dx, dy] = [34 * Math.cos(turn), 34 * Math.sin(turn)];
  return (
    <>
      <circle cx={100 - dx} cy={110 - dy} r="54" fill={motif} />
      <circle cx={100 + dx} cy={110 + dy} r="54" fill="none" stroke={accent} strokeWidth="12" />
    </>
  );
};

const orbits: Motif = ({ motif, accent }, random) => {
  const tilt = between(random, -40, 40);
  return (
    <g transform={`rotate(${tilt.toFixed(0)} 100 110)`}>
      {[92, 70, 48].map((radius) => (
        <ellipse
          key={radius}
          cx="100"
          cy="110"
          rx={radius}
          ry={radius * 0.42}
          fill="none"
          stroke={motif}
          strokeWidth="6"
        />
      ))}
      <circle cx="100" cy="110" r="25" fill={accent} />
      <circle cx={between(random, 10, 40)} cy="96" r="7" fill={accent} />
    </g>
  );
};

const stairs: Motif = ({ motif, accent }, random) => {
  const lit = Math.floor(between(random, 2, 6));
  return times(7, (i) => (
    <rect
      key={i}
      x={i * 30 - 4}
      y={176 - i * 22}
      width="30"
      height={40 + i * 22}
      fill={i === lit ? accent : motif}
    />
  ));
};

const chevrons: Motif = ({ motif, accent }, random) => {
  const lit = Math.floor(between(random, 0, 4));
  return times(4, (i) => (
    <path
      key={i}
      d={`M20,${72 + i * 36} l80,-44 l80,44 v20 l-80,-44 l-80,44z`}
      fill={i === lit ? accent : motif}
    />
  ));
};

const mesa: Motif = ({ motif, accent }, random) => (
  <>
    <circle cx={between(random, 60, 140)} cy="112" r="56" fill={accent} />
    <path d="M-5,150 h42 l10,-38 h44 l8,38 h28 l8,-22 h38 l10,22 h30 v60 h-213z" fill={motif} />
    <path d="M0,172 h200 v8 h-200z M0,188 h200 v4 h-200z" fill={accent} />
  </>
);

const arches: Motif = ({ motif, accent }, random) => {
  const lit = Math.floor(between(random, 0, 4));
  return [96, 72, 48, 24].map((radius, i) => (
    <path
      key={radius}
      d={`M${100 - radius},200 v-60 a${radius},${radius} 0 0 1 ${2 * radius},0 v60z`}
      fill={i === lit ? accent : motif}
      fillOpacity={0.4 + i * 0.2}
    />
  ));
};

export const motifs: Record<Genre, Motif> = {
  Action: slashes,
  Adventure: peaks,
  Animation: dots,
  "Children's": balloons,
  Comedy: sunburst,
  Crime: skyline,
  Documentary: ledger,
  Drama: faces,
  Fantasy: moonAndStars,
  'Film-Noir': blinds,
  Horror: teeth,
  Musical: waves,
  Mystery: keyhole,
  Romance: rings,
  'Sci-Fi': orbits,
  Thriller: stairs,
  War: chevrons,
  Western: mesa,
};

export const otherMotif: Motif = arches;
