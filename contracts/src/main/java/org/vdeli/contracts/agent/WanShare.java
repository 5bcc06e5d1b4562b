package org.vdeli.contracts.agent;

import org.vdeli.contracts.value.Bitrate;

/// What a server may take from outside its cluster, so that the cluster's cap holds: answer to `GET
/// /agent/v1/wan-share`.
///
/// @param rate this server's part of the cap; zero for no limit
public record WanShare(Bitrate rate) {}
