package org.vdeli.contracts.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.function.Function;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.ConsoleEvent;
import org.vdeli.contracts.id.AlarmId;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.AuditId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.id.NetworkPrefixId;
import org.vdeli.contracts.id.OperatorId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.id.PurgeId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.id.UploadId;
import org.vdeli.contracts.ingest.DeliveryAnswer;
import org.vdeli.contracts.ingest.LoginAnswer;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/// How contract types look in JSON: ids, checksums and paths as strings, counts and rates as
/// numbers, sealed kinds with a `type`.
final class WireModule extends SimpleModule {
    WireModule() {
        super("vdeli-wire");
        text(AlarmId.class, AlarmId::of);
        text(AssetId.class, AssetId::of);
        text(AuditId.class, AuditId::of);
        text(ClusterId.class, ClusterId::of);
        text(JobId.class, JobId::of);
        text(ManagerId.class, ManagerId::of);
        text(NetworkPrefixId.class, NetworkPrefixId::of);
        text(OperatorId.class, OperatorId::of);
        text(PolicyId.class, PolicyId::of);
        text(ProjectId.class, ProjectId::of);
        text(PublisherId.class, PublisherId::of);
        text(PurgeId.class, PurgeId::of);
        text(RegionId.class, RegionId::of);
        text(ServerId.class, ServerId::of);
        text(UploadId.class, UploadId::of);
        text(Checksum.class, Checksum::of);
        text(AssetPath.class, AssetPath::parse);
        number(ByteCount.class, ByteCount::bytes, ByteCount::of);
        number(Bitrate.class, Bitrate::bitsPerSecond, Bitrate::of);
        setMixInAnnotation(Job.class, JobKinds.class);
        setMixInAnnotation(Report.class, ReportKinds.class);
        setMixInAnnotation(ConsoleEvent.class, ConsoleEventKinds.class);
        setMixInAnnotation(LoginAnswer.class, LoginAnswerKinds.class);
        setMixInAnnotation(DeliveryAnswer.class, DeliveryAnswerKinds.class);
    }

    private <T> void text(Class<T> type, Function<String, T> reader) {
        addSerializer(
                type,
                new ValueSerializer<T>() {
                    @Override
                    public void serialize(T value, JsonGenerator json, SerializationContext c) {
                        json.writeString(value.toString());
                    }
                });
        addDeserializer(
                type,
                new ValueDeserializer<T>() {
                    @Override
                    public T deserialize(JsonParser json, DeserializationContext context) {
                        if (json.currentToken() != JsonToken.VALUE_STRING) {
                            context.reportInputMismatch(
                                    type, "a %s must be a string", type.getSimpleName());
                        }
                        try {
                            return reader.apply(json.getString());
                        } catch (IllegalArgumentException e) {
                            return context.reportInputMismatch(
                                    type, "%s", String.valueOf(e.getMessage()));
                        }
                    }
                });
    }

    private <T> void number(Class<T> type, Function<T, Long> writer, Function<Long, T> reader) {
        addSerializer(
                type,
                new ValueSerializer<T>() {
                    @Override
                    public void serialize(T value, JsonGenerator json, SerializationContext c) {
                        json.writeNumber(writer.apply(value));
                    }
                });
        addDeserializer(
                type,
                new ValueDeserializer<T>() {
                    @Override
                    public T deserialize(JsonParser json, DeserializationContext context) {
                        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                            context.reportInputMismatch(
                                    type, "a %s must be a whole number", type.getSimpleName());
                        }
                        try {
                            return reader.apply(json.getLongValue());
                        } catch (IllegalArgumentException e) {
                            return context.reportInputMismatch(
                                    type, "%s", String.valueOf(e.getMessage()));
                        }
                    }
                });
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = Job.Unknown.class)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Job.Fill.class, name = "fill"),
        @JsonSubTypes.Type(value = Job.Purge.class, name = "purge"),
        @JsonSubTypes.Type(value = Job.Verify.class, name = "verify"),
        @JsonSubTypes.Type(value = Job.Cancel.class, name = "cancel"),
        @JsonSubTypes.Type(value = Job.SendInventory.class, name = "send-inventory"),
        @JsonSubTypes.Type(value = Job.Ping.class, name = "ping"),
        @JsonSubTypes.Type(value = Job.Unknown.class, name = "unknown")
    })
    private interface JobKinds {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = Report.Unknown.class)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Report.Heartbeat.class, name = "heartbeat"),
        @JsonSubTypes.Type(value = Report.Progress.class, name = "progress"),
        @JsonSubTypes.Type(value = Report.Confirmation.class, name = "confirmation"),
        @JsonSubTypes.Type(value = Report.Lost.class, name = "lost"),
        @JsonSubTypes.Type(value = Report.Sample.class, name = "sample"),
        @JsonSubTypes.Type(value = Report.Unknown.class, name = "unknown")
    })
    private interface ReportKinds {}

    @JsonTypeInfo(
            use = JsonTypeInfo.Id.NAME,
            property = "type",
            defaultImpl = ConsoleEvent.Unknown.class)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = ConsoleEvent.SnapshotBegun.class, name = "snapshot-begun"),
        @JsonSubTypes.Type(value = ConsoleEvent.SnapshotEnded.class, name = "snapshot-ended"),
        @JsonSubTypes.Type(value = ConsoleEvent.RegionsChanged.class, name = "regions-changed"),
        @JsonSubTypes.Type(value = ConsoleEvent.ClustersChanged.class, name = "clusters-changed"),
        @JsonSubTypes.Type(value = ConsoleEvent.ServersChanged.class, name = "servers-changed"),
        @JsonSubTypes.Type(value = ConsoleEvent.LiveChanged.class, name = "live-changed"),
        @JsonSubTypes.Type(value = ConsoleEvent.AssetsChanged.class, name = "assets-changed"),
        @JsonSubTypes.Type(
                value = ConsoleEvent.DistributionsChanged.class,
                name = "distributions-changed"),
        @JsonSubTypes.Type(value = ConsoleEvent.ReplicasChanged.class, name = "replicas-changed"),
        @JsonSubTypes.Type(value = ConsoleEvent.AlarmsChanged.class, name = "alarms-changed"),
        @JsonSubTypes.Type(value = ConsoleEvent.Removed.class, name = "removed"),
        @JsonSubTypes.Type(value = ConsoleEvent.Unknown.class, name = "unknown")
    })
    private interface ConsoleEventKinds {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = LoginAnswer.Welcome.class, name = "welcome"),
        @JsonSubTypes.Type(value = LoginAnswer.Refused.class, name = "refused")
    })
    private interface LoginAnswerKinds {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = DeliveryAnswer.Taken.class, name = "taken"),
        @JsonSubTypes.Type(value = DeliveryAnswer.Rejected.class, name = "rejected")
    })
    private interface DeliveryAnswerKinds {}
}
