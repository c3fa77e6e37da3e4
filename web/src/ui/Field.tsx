import { Field as BaseField } from '@base-ui/react/field';
import type { ComponentProps, ReactNode } from 'react';
import styles from './Field.module.css';

type FrameProps = {
  label: string;
  name: string;
  /** What is wrong, in the server's words. */
  error?: string | undefined;
  hint?: ReactNode;
};

function Frame({ label, name, error, hint, children }: FrameProps & { children: ReactNode }) {
  return (
    <BaseField.Root name={name} invalid={error !== undefined} className={styles.field}>
      <BaseField.Label className={styles.label}>{label}</BaseField.Label>
      {children}
      {hint && <BaseField.Description className={styles.hint}>{hint}</BaseField.Description>}
      {error !== undefined && (
        <BaseField.Error match className={styles.error}>
          {error}
        </BaseField.Error>
      )}
    </BaseField.Root>
  );
}

type TextFieldProps = FrameProps & Omit<ComponentProps<'input'>, keyof FrameProps | 'ref'>;

export function TextField({ label, name, error, hint, ...input }: TextFieldProps) {
  return (
    <Frame label={label} name={name} error={error} hint={hint}>
      <BaseField.Control {...input} className={styles.control} />
    </Frame>
  );
}

type SelectFieldProps = FrameProps & Omit<ComponentProps<'select'>, keyof FrameProps | 'ref'>;

export function SelectField({ label, name, error, hint, ...select }: SelectFieldProps) {
  return (
    <Frame label={label} name={name} error={error} hint={hint}>
      <BaseField.Control render={<select {...select} className={styles.control} />} />
    </Frame>
  );
}
