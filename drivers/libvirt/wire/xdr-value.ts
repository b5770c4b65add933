/**
A value of XDR's typed parameters (remote_protocol.x, remote_typed_param_value). Unsigned 64 bits of all ones is libvirt's
−1 and reads as unknown; numbers above 2^53 lose their last bits.
*/
export type XdrValue = number | string | boolean | undefined;
