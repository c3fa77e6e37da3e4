import { queryOptions } from '@tanstack/react-query';
import type { components } from '../api/schema';
import { api, bodyOf } from '../api/client';

type Schemas = components['schemas'];
export type Model = Schemas['ModelPublic'];
export type Epoch = Schemas['TrainedEpoch'];
export type TrainingJob = Schemas['TrainingJobPublic'];
export type TrainingOptions = Schemas['TrainingJobSchema'];

const aMoment = 5_000;
const anInstant = 1_000;

export const statisticsQuery = queryOptions({
  queryKey: ['admin', 'statistics'],
  queryFn: ({ signal }) => bodyOf(api.GET('/admin/stats', { signal })),
  refetchInterval: aMoment,
});

export const modelsQuery = queryOptions({
  queryKey: ['admin', 'models'],
  queryFn: async ({ signal }) => (await bodyOf(api.GET('/admin/models', { signal }))).models,
});

export const evaluationQuery = queryOptions({
  queryKey: ['admin', 'evaluation'],
  queryFn: ({ signal }) => bodyOf(api.GET('/admin/evaluations/latest', { signal })),
});

const isUnderWay = ({ status }: TrainingJob) => status === 'queued' || status === 'running';

/** Followed closely while one is under way. */
export const jobsQuery = queryOptions({
  queryKey: ['admin', 'jobs'],
  queryFn: async ({ signal }) => (await bodyOf(api.GET('/admin/training-jobs', { signal }))).jobs,
  refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? anInstant : false),
});

export const usersQuery = (page: number, email: string) =>
  queryOptions({
    queryKey: ['admin', 'users', page, email],
    queryFn: ({ signal }) => {
      const query = { page, size: 25, ...(email && { email }) };
      return bodyOf(api.GET('/users/', { params: { query }, signal }));
    },
  });
