-- Counts the changes to the catalogue, so that servers, which have it in memory, notice those that others made.
create table catalogue_version (
    id      integer primary key check (id = 1),
    version bigint not null
);
insert into catalogue_version (id, version) values (1, 1);
