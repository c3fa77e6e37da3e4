import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { api, bodyOf, type User, type UserEdit } from '../api/client';
import { ApiError, faultsByField } from '../api/errors';
import { nobody, sessionQuery, useEnterSession } from '../api/session';
import { Button } from '../ui/Button';
import { DeleteDialog } from '../ui/DeleteDialog';
import { TextField } from '../ui/Field';
import { say } from '../ui/toasts';
import { AboutYouFields } from './AboutYouFields';
import { AccountFields } from './AccountFields';
import { userFrom } from './form';
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

type Change = { edit: UserEdit; currentPassword: string };

/** The API takes an account as a whole, password and all: the current one is checked first. */
function useUpdate(user: User) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ edit, currentPassword }: Change) => {
      const current = { email: user.email!, password: currentPassword };
      await bodyOf(api.POST('/auth/session', { body: current })).catch(aboutCurrentPassword);
      const params = { path: { user_id: user.id } };
      await bodyOf(api.PUT('/users/{user_id}', { params, body: edit }));
      // A new password has ended the session's token; a new session goes on without a word.
      const login = { email: edit.email, password: edit.password };
      return bodyOf(api.POST('/auth/session', { body: login }));
    },
    onSuccess: (session) => {
      queries.setQueryData(sessionQuery.queryKey, session);
      void queries.invalidateQueries({ queryKey: ['recommendations'] });
      say('Saved');
    },
  });
}

/** What the log-in says of the password is about the field of the current one. */
function aboutCurrentPassword(error: unknown): never {
  if (!(error instanceof ApiError) || (error.status !== 401 && error.status !== 422)) throw error;
  const msg = error.status === 401 ? 'This is not your password.' : 'Please fill this in.';
  throw new ApiError(422, error.message, [{ type: 'value_error', loc: ['body', 'current'], msg }]);
}

function ProfileForm({ user }: { user: User }) {
  const update = useUpdate(user);
  const errors = faultsByField(update.error);
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const currentPassword = form.get('current') as string;
    const edit = userFrom(form);
    edit.password ||= currentPassword;
    update.mutate({ edit, currentPassword });
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <FormProblem error={update.error} />
      <AccountFields
        errors={errors}
        user={user}
        passwordLabel="New password"
        passwordHint="Leave it empty to keep the one you have. A new one logs out everywhere else."
      />
      <AboutYouFields errors={errors} user={user} />
      <TextField
        label="Current password"
        name="current"
        type="password"
        autoComplete="current-password"
        hint="Needed to save."
        error={errors.current}
      />
      <Button look="primary" type="submit" busy={update.isPending}>
        Save
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
