-- Nothing is processed for these two purposes yet, so nobody is asked for them (152-FZ, article 9: a consent is for a definite purpose).
-- What was agreed to served nothing; with the chat and the news their texts come anew.
delete from privacy.consent where code in ('neighbours', 'news');
delete from privacy.document where code in ('neighbours', 'news');
