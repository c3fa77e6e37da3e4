import type { ComponentProps } from 'react';
import { Link, type LinkProps } from 'react-router';
import styles from './Button.module.css';

type Look = 'primary' | 'quiet' | 'plain' | 'danger';

function classes(look: Look, className?: string) {
  return [styles.button, styles[look], className].filter(Boolean).join(' ');
}

type ButtonProps = ComponentProps<'button'> & { look?: Look; busy?: boolean };

/** A busy one does nothing; it stays focusable, so that the keyboard stays where it was. */
export function Button({ look = 'quiet', busy = false, className, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classes(look, className)}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    />
  );
}

export function ButtonLink({ look = 'quiet', className, ...rest }: LinkProps & { look?: Look }) {
  return <Link {...rest} className={classes(look, className)} />;
}
