-- The file of places is loaded by a command at the console, in the application's role.
grant insert, delete on identity.address_range to moidom_app;
