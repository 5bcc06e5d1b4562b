package org.vdeli.agent.nginx;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.vdeli.contracts.value.Checksum;

/// The values of an nginx configuration, and the configuration made from them.
///
/// @param folder for everything of nginx's own: pid, logs, temporary files, status socket
/// @param www the folder that is served
/// @param address to listen on, IPv4 or IPv6 without brackets
/// @param port to listen on
/// @param user that the workers run as, when nginx is started by root
public record NginxConfig(Path folder, Path www, String address, int port, Optional<String> user) {
    /// `sockaddr_un` has room for 107 bytes and an end (unix(7)).
    private static final int LONGEST_SOCKET_PATH = 107;

    /// The configuration of an nginx of our own.
    public String main() {
        return """
        # Written by the vdeli agent; changes are overwritten.
        %suser%s
        worker_processes auto;
        pid "%s";
        error_log "%s" warn;
        worker_rlimit_nofile 65536;

        events {
            worker_connections 16384;
            multi_accept on;
        }

        http {
            include /etc/nginx/mime.types;
        %s}
        """
                .formatted(
                        user.isPresent() ? "" : "# ",
                        user.map(name -> " " + name + ";").orElse(": the one who started it"),
                        pidFile(),
                        errorLog(),
                        site().indent(4));
    }

    /// The part that stands inside `http { }`: all there is for an nginx that the site runs itself.
    public String site() {
        return """
        default_type application/octet-stream;
        sendfile on;
        sendfile_max_chunk 2m;
        tcp_nopush on;
        tcp_nodelay on;
        keepalive_timeout 65s;
        keepalive_requests 10000;
        reset_timedout_connection on;
        server_tokens off;
        open_file_cache max=20000 inactive=30s;
        open_file_cache_valid 1s;
        open_file_cache_errors off;
        client_body_temp_path "%1$s/temp/body";
        proxy_temp_path "%1$s/temp/proxy";
        fastcgi_temp_path "%1$s/temp/fastcgi";
        uwsgi_temp_path "%1$s/temp/uwsgi";
        scgi_temp_path "%1$s/temp/scgi";

        # The agent, for what is not there.
        upstream vdeli_misses {
            server "unix:%7$s" max_fails=0;
        }

        log_format vdeli escape=json
            '{"t":$msec,"s":$status,"b":$bytes_sent,"d":$request_time,'
            '"ut":"$upstream_response_time","m":"$request_method","u":"$uri","h":"$host",'
            '"a":"$remote_addr","r":"$http_range","rtt":"$tcpinfo_rtt"}';

        server {
            listen %2$s:%3$d backlog=4096;
            server_name _;
            root "%4$s";
            access_log "%5$s" vdeli buffer=64k flush=1s;

            add_header Access-Control-Allow-Origin "*" always;
            add_header Access-Control-Expose-Headers "Content-Length, Content-Range" always;
            add_header X-Content-Type-Options "nosniff" always;

            # The agent never publishes such names; what else may lie there is not for viewers.
            location ~ /\\. {
                deny all;
            }
            location ~ \\.(mp4|m4v|m4a)$ {
                mp4;
                try_files $uri @miss;
            }
            location / {
                limit_except GET HEAD {
                    deny all;
                }
                try_files $uri @miss;
            }
            # What is logged with an upstream time is counted as a miss.
            location @miss {
                limit_except GET HEAD {
                    deny all;
                }
                proxy_pass http://vdeli_misses;
                proxy_pass_request_headers off;
                proxy_pass_request_body off;
                proxy_set_header Range $http_range;
                proxy_buffering off;
                proxy_buffer_size 64k;
                proxy_buffers 4 64k;
                proxy_busy_buffers_size 128k;
                proxy_connect_timeout 2s;
                proxy_read_timeout 60s;
                proxy_next_upstream off;
                error_page 502 504 =503 @away;
            }
            location @away {
                add_header Access-Control-Allow-Origin "*" always;
                add_header Retry-After "5" always;
                add_header Cache-Control "no-store" always;
                return 503;
            }
        }

        server {
            listen "unix:%6$s";
            access_log off;
            location = /status {
                stub_status;
            }
        }
        """
                .formatted(
                        folder, bracketed(), port, www, accessLog(), statusSocket(), missSocket());
    }

    private String bracketed() {
        return address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    }

    public Path file() {
        return folder.resolve("nginx.conf");
    }

    public Path siteFile() {
        return folder.resolve("site.conf");
    }

    public Path pidFile() {
        return folder.resolve("nginx.pid");
    }

    public Path errorLog() {
        return folder.resolve("logs").resolve("error.log");
    }

    public Path accessLog() {
        return folder.resolve("logs").resolve("access.log");
    }

    /// Where nginx tells its status: in its folder, or, when that is too deep for the address of a
    /// unix socket, in the folder for temporary files under a name made from it.
    public Path statusSocket() {
        return socket("status.sock");
    }

    /// Where the agent answers for files that are not there; placed like [#statusSocket].
    public Path missSocket() {
        return socket("miss.sock");
    }

    private Path socket(String name) {
        Path socket = folder.resolve(name);
        byte[] bytes = socket.toString().getBytes(StandardCharsets.UTF_8);
        return bytes.length <= LONGEST_SOCKET_PATH
                ? socket
                : Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "vdeli-" + Checksum.ofContent(bytes).hex().substring(0, 16) + ".sock");
    }
}
