-- Accounts. Users of an imported data set have neither name, email nor password, and cannot log in. email_key is the
-- email in lower case, since people do not care about its case.
alter table users add column username varchar(100);
alter table users add column email varchar(254);
alter table users add column email_key varchar(254);
alter table users add column password_hash varchar(300);
alter table users add column role varchar(10) not null default 'user' check (role in ('user', 'admin'));
alter table users add column token_version bigint not null default 0;
create unique index users_by_email on users (email_key);
create unique index users_by_username on users (username);
create index users_by_role on users (role, id);
