// The package brings no types: the part of it that we and the stand-ins use.
declare module 'smpp' {
  import type { EventEmitter } from 'node:events';
  import type { Server, Socket } from 'node:net';
  type Fields = Readonly<Record<string, unknown>>;
  export interface Pdu {
    command_status: number;
    message_id: string;
    system_id: string;
    password: string;
    source_addr: string;
    destination_addr: string;
    registered_delivery: number;
    esm_class: number;
    receipted_message_id?: string | Buffer;
    message_state?: number;
    short_message: { message: string | Buffer; udh?: Buffer[] };
    response(fields?: Fields): Pdu;
  }
  export interface Session extends EventEmitter {
    socket: Socket;
    /** False when the line cannot be written to. */
    send(pdu: Pdu): boolean;
    bind_transceiver(fields: Fields, answered: (pdu: Pdu) => void): boolean;
    submit_sm(fields: Fields, answered: (pdu: Pdu) => void): boolean;
    enquire_link(fields: Fields, answered: (pdu: Pdu) => void): boolean;
    deliver_sm(fields: Fields, answered: (pdu: Pdu) => void): boolean;
    close(): void;
    destroy(): void;
  }
  const smpp: {
    createServer(listener: (session: Session) => void): Server;
    connect(options: { host: string; port: number; tls: boolean; servername?: string }): Session;
  };
  export default smpp;
}
