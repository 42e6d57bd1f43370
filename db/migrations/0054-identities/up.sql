-- Who signs in through a provider of OpenID Connect is known by what that provider calls them.
alter table access.accounts
  alter column password drop not null,
  add column issuer text,
  add column subject text,
  add check ((issuer is null) = (subject is null)),
  add check (password is not null or subject is not null);
create unique index accounts_identity on access.accounts (issuer, subject);
