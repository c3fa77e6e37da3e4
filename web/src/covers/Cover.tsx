import { memo } from 'react';
import { designOf } from './cover';
import { motifs, otherMotif } from './motifs';
import { randomFrom } from './random';
import styles from './Cover.module.css';

/** A movie's cover, drawn from its title, year and genres. Decoration: its words stand beside it. */
export const Cover = memo(function Cover({
  title,
  genres,
}: {
  title: string;
  genres: readonly string[];
}) {
  const design = designOf(title, genres);
  const { ground, ink } = design.palette;
  const draw = design.motif ? motifs[design.motif] : otherMotif;
  return (
    <div
      className={`${styles.cover} ${styles[design.titleAt]}`}
      style={{ backgroundColor: ground, color: ink }}
      aria-hidden="true"
    >
      <div className={styles.words}>
        <span className={`${styles.name} ${styles[design.titleSize]}`}>{design.name}</span>
        {design.year !== null && <span className={styles.year}>{design.year}</span>}
      </div>
      <svg className={styles.motif} viewBox="0 0 200 200" preserveAspectRatio="xMidYMid slice">
        {draw(design.palette, randomFrom(design.seed))}
      </svg>
    </div>
  );
});
