/// nginx on this server: its configuration, its process, its figures.
///
/// Design: nginx is the stock one of the distribution and does all the serving; the agent only
/// drives and reads it. [NginxConfig] is text made from a few values. [Nginx] puts it into place
/// (never without `nginx -t` before) and either keeps an nginx of its own running, which outlives
/// the agent and is adopted by the next one, or has the site's nginx reloaded by a command.
/// [NginxStatus] reads `stub_status` from a unix socket, so no port is needed for it.
@NullMarked
package org.vdeli.agent.nginx;

import org.jspecify.annotations.NullMarked;
