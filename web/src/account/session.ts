import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearchParams } from 'react-router';
import { api, bodyOf, type UserEdit } from '../api/client';
import { nobody, useEnterSession } from '../api/session';
import { bringRatingsAlong } from '../rating/profile';
import { say } from '../ui/toasts';

type Login = { email: string; password: string };

/** Where to go after logging in: back to the screen that asked for it. */
function useGoOn() {
  const navigate = useNavigate();
  const [address] = useSearchParams();
  const next = address.get('next');
  // A path of ours, never another site.
  return () => navigate(next?.startsWith('/') && !next.startsWith('//') ? next : '/discover');
}

/** The session begins, and what was rated before comes along. */
function useBegin() {
  const enter = useEnterSession();
  return async (login: Login) => {
    const session = await bodyOf(api.POST('/auth/session', { body: login }));
    const brought = await bringRatingsAlong(session.user!.id);
    enter(session);
    if (brought > 0)
      say(
        `Welcome, ${session.user!.username}`,
        `${brought === 1 ? 'Your rating' : `Your ${brought} ratings`} came along.`,
      );
  };
}

export function useLogIn() {
  const begin = useBegin();
  const goOn = useGoOn();
  return useMutation({ mutationFn: begin, onSuccess: () => goOn() });
}

export function useSignUp() {
  const begin = useBegin();
  const goOn = useGoOn();
  return useMutation({
    mutationFn: async (user: UserEdit) => {
      await bodyOf(api.POST('/users/', { body: user }));
      await begin({ email: user.email, password: user.password });
    },
    onSuccess: () => goOn(),
  });
}

export function useLogOut() {
  const enter = useEnterSession();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => bodyOf(api.DELETE('/auth/session')),
    onSuccess: async () => {
      await navigate('/');
      enter(nobody);
    },
  });
}
