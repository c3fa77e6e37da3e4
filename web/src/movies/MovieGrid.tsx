import type { ComponentProps, ReactNode } from 'react';
import { Bone, Loading } from '../ui/States';
import styles from './MovieGrid.module.css';

export function MovieGrid({ children, ...rest }: ComponentProps<'ul'> & { children: ReactNode }) {
  return (
    <ul {...rest} className={styles.grid}>
      {children}
    </ul>
  );
}

export function MovieGridLoading({ label }: { label: string }) {
  return (
    <Loading label={label}>
      <div className={styles.grid}>
        {Array.from({ length: 8 }, (_, i) => (
          <Bone key={i} className={styles.bone} />
        ))}
      </div>
    </Loading>
  );
}
