-- What waits for the virus check: looked through every minute.
create index version_checking on documents.version (at) where state = 'checking';
