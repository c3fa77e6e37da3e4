-- What servers write now and again, to know whether anything can be stored (SqlStorageProbe).
create table storage_probe (
    id   integer primary key check (id = 1),
    text text not null
);
insert into storage_probe (id, text) values (1, '');
