// Signing: what anybody needs to verify a document of the portal with a tool of their own.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';

export const getSigningRoots = endpoint({ method: 'GET', url: '/api/v1/signing/root.pem', summary: "The root certificates of the portal's authority as PEM, newest first", answer: Type.Any() });
