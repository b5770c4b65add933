/**
A value of XDR's typed parameters (remote_protocol.x, remote_typed_param_value). Undefined: unknown. Unsigned 64 bits of all
ones are libvirt's −1 and read as unknown. Numbers above 2^53 lose their last bits.
*/
export type XdrValue = number | string | boolean | undefined;
