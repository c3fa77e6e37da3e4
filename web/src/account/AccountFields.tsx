import type { User } from '../api/client';
import { TextField } from '../ui/Field';

type AccountFieldsProps = {
  errors: Record<string, string>;
  user?: User;
  onEmail?: (email: string) => void;
};

export function AccountFields({ errors, user, onEmail }: AccountFieldsProps) {
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
        onChange={(event) => onEmail?.(event.currentTarget.value)}
        error={errors.email}
      />
    </>
  );
}
