-- Names of accounts are compared by their NFKC_Casefold (name_keys.hpp), which no SQL of both databases can compute:
-- fill_name_keys() gives the rows their keys after this. A twin is not 0 where an older account has the same key already.
-- The revision rises with every change of a row, so that a change tells whether it was made from what is stored now.
drop index if exists users_by_email;
drop index if exists users_by_username;
alter table users drop column email_key;
alter table users add column email_key varchar(1024);
alter table users add column email_twin bigint not null default 0;
alter table users add column username_key varchar(1024);
alter table users add column username_twin bigint not null default 0;
alter table users add column revision bigint not null default 0;
-- Of accounts alone: by the many users of data sets, who have no name, a planner would take a name for a common one.
create unique index users_by_email on users (email_key, email_twin) where email_key is not null;
create unique index users_by_username on users (username_key, username_twin) where username_key is not null;
