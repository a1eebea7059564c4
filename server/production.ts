// The first import of a program: React and the router choose their slow development builds, two to three times the CPU of a page,
// unless the environment says otherwise before they are loaded.
process.env['NODE_ENV'] ??= 'production';
