-- A staged return that bears the number of its payment gets a number of its own before it is compared with what is known.
grant update (operation_id) on billing.load_row to moidom_app;
