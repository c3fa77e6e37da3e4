import type { User } from '../api/client';
import { TextField } from '../ui/Field';

type AccountFieldsProps = {
  errors: Record<string, string>;
  user?: User;
  passwordHint: string;
  passwordLabel?: string;
};

export function AccountFields({
  errors,
  user,
  passwordHint,
  passwordLabel = 'Password',
}: AccountFieldsProps) {
  return (
    <>
      <TextField
        label="Name"
        name="username"
        autoComplete="nickname"
        defaultValue={user?.username ?? ''}
        error={errors.username}
      />
      <TextField
        label="Email"
        name="email"
        type="email"
        autoComplete="email"
        defaultValue={user?.email ?? ''}
        error={errors.email}
      />
      <TextField
        label={passwordLabel}
        name="password"
        type="password"
        autoComplete="new-password"
        hint={passwordHint}
        error={errors.password}
      />
    </>
  );
}
