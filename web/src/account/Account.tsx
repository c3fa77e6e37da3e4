import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { api, bodyOf, type PasswordChange, type User, type UserChanges } from '../api/client';
import { faultsByField } from '../api/errors';
import { nobody, sessionQuery, useEnterSession } from '../api/session';
import { Button } from '../ui/Button';
import { DeleteDialog } from '../ui/DeleteDialog';
import { TextField } from '../ui/Field';
import { say } from '../ui/toasts';
import { AboutYouFields } from './AboutYouFields';
import { AccountFields } from './AccountFields';
import { changesFrom } from './form';
import { FormProblem } from '../ui/FormProblem';
import { RequireSession } from './RequireSession';
import { useLogOut } from './session';
import styles from './Form.module.css';

export function Account() {
  return <RequireSession>{(user) => <Profile user={user} />}</RequireSession>;
}

function Profile({ user }: { user: User }) {
  const logOut = useLogOut();
  return (
    <div className={styles.page}>
      <title>Account · Neural Recommendation</title>
      <h1>{user.username}</h1>
      <ProfileForm user={user} />
      <PasswordForm />
      <div className={styles.buttons}>
        <Button busy={logOut.isPending} onClick={() => logOut.mutate()}>
          Log out
        </Button>
        <DeleteAccount user={user} />
      </div>
      <FormProblem error={logOut.error} />
    </div>
  );
}

/** Saves what the form says otherwise than the account. */
function useChange(user: User) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (changes: UserChanges) => {
      const params = { path: { user_id: user.id } };
      return bodyOf(api.PATCH('/users/{user_id}', { params, body: changes }));
    },
    onSuccess: (changed) => {
      queries.setQueryData(
        sessionQuery.queryKey,
        (session) => session && { ...session, user: changed },
      );
      void queries.invalidateQueries({ queryKey: ['recommendations'] });
      say('Saved');
    },
  });
}

function ProfileForm({ user }: { user: User }) {
  const change = useChange(user);
  const errors = faultsByField(change.error);
  const [email, setEmail] = useState(user.email);
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    change.mutate(changesFrom(new FormData(event.currentTarget), user));
  }
  return (
    <form className={styles.form} aria-label="Your profile" onSubmit={submit} noValidate>
      <FormProblem error={change.error} />
      <AccountFields errors={errors} user={user} onEmail={setEmail} />
      {email !== user.email && (
        <TextField
          label="Your password"
          name="current_password"
          type="password"
          autoComplete="current-password"
          hint="Needed to change your email."
          error={errors.current_password}
        />
      )}
      <AboutYouFields errors={errors} user={user} />
      <Button look="primary" type="submit" busy={change.isPending}>
        Save
      </Button>
    </form>
  );
}

/** The new password ends every session but this one, whose cookie is renewed. */
function usePasswordChange() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: PasswordChange) =>
      bodyOf(api.POST('/users/me/password', { body: change })),
    onSuccess: () => {
      void queries.invalidateQueries(sessionQuery);
      say('Your password is changed', 'You are logged out everywhere else.');
    },
  });
}

function PasswordForm() {
  const change = usePasswordChange();
  const errors = faultsByField(change.error);
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    change.mutate(
      {
        current_password: fields.get('current_password') as string,
        new_password: fields.get('new_password') as string,
      },
      { onSuccess: () => form.reset() },
    );
  }
  return (
    <form className={styles.form} aria-labelledby="password-heading" onSubmit={submit} noValidate>
      <h2 id="password-heading" className={styles.title}>
        Change your password
      </h2>
      <FormProblem error={change.error} />
      <TextField
        label="Current password"
        name="current_password"
        type="password"
        autoComplete="current-password"
        error={errors.current_password}
      />
      <TextField
        label="New password"
        name="new_password"
        type="password"
        autoComplete="new-password"
        hint="At least 8 characters, of any kind. It logs you out everywhere else."
        error={errors.new_password}
      />
      <Button look="primary" type="submit" busy={change.isPending}>
        Change password
      </Button>
    </form>
  );
}

function DeleteAccount({ user }: { user: User }) {
  const enter = useEnterSession();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: async () => {
      await bodyOf(api.DELETE('/users/{user_id}', { params: { path: { user_id: user.id } } }));
      await bodyOf(api.DELETE('/auth/session'));
    },
    onSuccess: async () => {
      await navigate('/');
      enter(nobody);
      say('Your account and its ratings are deleted');
    },
  });
  return (
    <DeleteDialog
      trigger={<Button look="danger">Delete my account</Button>}
      question="Delete your account?"
      deletion={remove}
    >
      Your account and all your ratings go, at once and for good.
    </DeleteDialog>
  );
}
