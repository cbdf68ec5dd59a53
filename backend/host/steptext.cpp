// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/steptext.h"

#include "core/result.h"

#include "core/sizetext.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QStringList>

#include <algorithm>
#include <limits>

namespace laneway {

namespace {

struct StepText
{
    Q_DECLARE_TR_FUNCTIONS(laneway::StepText)
};

struct Row
{
    const char16_t *kind;
    const char *text; ///< {key}: the argument of that name
    const char *undo;
    const char *verify;
};

constexpr Row rows[] = {
    {u"load-module", QT_TRANSLATE_NOOP("laneway::StepText", "Load the kernel module {module}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Leave {module} loaded: it does no harm"),
        QT_TRANSLATE_NOOP("laneway::StepText", "{module} is loaded")},
    {u"change-driver", QT_TRANSLATE_NOOP("laneway::StepText", "Move {device} from {from} to {driver}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Give {device} back to {from}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "The driver link of {device} reads {driver}")},
    {u"set-vf", QT_TRANSLATE_NOOP("laneway::StepText", "Set virtual function {index} of {pf}: {change}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Set virtual function {index} of {pf} as it was before"),
        QT_TRANSLATE_NOOP("laneway::StepText", "{pf} reports these values for virtual function {index}")},
    {u"set-vfs", QT_TRANSLATE_NOOP("laneway::StepText", "Set the virtual functions {vfs} of {pf} at once"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Set the virtual functions {vfs} of {pf} as they were before"),
        QT_TRANSLATE_NOOP("laneway::StepText", "{pf} reports these values for the virtual functions {vfs}")},
    {u"keep-file", QT_TRANSLATE_NOOP("laneway::StepText", "Write {file}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Put back what {file} was before"),
        QT_TRANSLATE_NOOP("laneway::StepText", "{file} is written")},
    {u"set-vf-count",
        QT_TRANSLATE_NOOP("laneway::StepText", "Change the virtual functions of {device} from {from} to {count}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Make {from} virtual functions of {device} again"),
        QT_TRANSLATE_NOOP("laneway::StepText", "{device} has {count} virtual functions, all there")},
    {u"online-nvme-vfs",
        QT_TRANSLATE_NOOP("laneway::StepText",
            "Put virtual functions {vfs} of {device} online, each with {queues} queues and {interrupts} interrupts"),
        QT_TRANSLATE_NOOP(
            "laneway::StepText", "Give the controllers of virtual functions {vfs} of {device} what they had before"),
        QT_TRANSLATE_NOOP("laneway::StepText", "{device} reports virtual functions {vfs} online")},
    {u"link-up", QT_TRANSLATE_NOOP("laneway::StepText", "Bring the interface {interface} up"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Bring {interface} down again if it was down"),
        QT_TRANSLATE_NOOP("laneway::StepText", "{interface} is up")},
    {u"add-tap",
        QT_TRANSLATE_NOOP("laneway::StepText", "Make the network interface {interface} in the bridge {bridge}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Remove the network interface {interface}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "{interface} is up and in the bridge {bridge}")},
    {u"lend-node", QT_TRANSLATE_NOOP("laneway::StepText", "Let {user} open /dev/{node} for this run"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Take /dev/{node} back from {user}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "{user} may open /dev/{node}")},
    {u"lend-usb", QT_TRANSLATE_NOOP("laneway::StepText", "Let {user} open {name} for this run"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Take {name} back from {user} and give it to the host"),
        QT_TRANSLATE_NOOP("laneway::StepText", "{user} may open /dev/{node}")},
    {u"attach-usb", QT_TRANSLATE_NOOP("laneway::StepText", "Plug {device} into {name}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Unplug {device} from {name}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "{name} has the device {id}")},
    {u"detach-usb", QT_TRANSLATE_NOOP("laneway::StepText", "Unplug {device} from {name}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Plug {device} into {name} again"),
        QT_TRANSLATE_NOOP("laneway::StepText", "{name} has released {id}")},
    {u"associate-port",
        QT_TRANSLATE_NOOP(
            "laneway::StepText", "Associate virtual function {index} of {pf} with the port profile {profile}"),
        QT_TRANSLATE_NOOP(
            "laneway::StepText", "Disassociate virtual function {index} of {pf} from the port profile {profile}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "The switch has accepted the port profile {profile}")},
    {u"start-domain", QT_TRANSLATE_NOOP("laneway::StepText", "Start {name}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "End {name}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "QEMU of {name} answers")},
    {u"save-domain", QT_TRANSLATE_NOOP("laneway::StepText", "Stop {name} and write its memory to a file"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Let {name} go on and remove the file"),
        QT_TRANSLATE_NOOP("laneway::StepText", "The memory of {name} is in its file")},
    {u"stop-domain", QT_TRANSLATE_NOOP("laneway::StepText", "End {name}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Cannot be taken back: start {name} again"),
        QT_TRANSLATE_NOOP("laneway::StepText", "The process of {name} is gone")},
    {u"attach-device", QT_TRANSLATE_NOOP("laneway::StepText", "Plug {device} into {name}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Unplug {device} from {name}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "{name} has the device {id}")},
    {u"detach-device", QT_TRANSLATE_NOOP("laneway::StepText", "Unplug {device} from {name}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Plug {device} into {name} again"),
        QT_TRANSLATE_NOOP("laneway::StepText", "{name} has released {id}")},
    {u"change-medium", QT_TRANSLATE_NOOP("laneway::StepText", "Change the medium in {device} of {name}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Put the former medium back into {device}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "{device} of {name} has the new medium, or none")},
    {u"plug-device", QT_TRANSLATE_NOOP("laneway::StepText", "Plug {device} into {name}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Unplug {device} from {name}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "{name} has the device {id}")},
    {u"plug-processor", QT_TRANSLATE_NOOP("laneway::StepText", "Plug processor {number} into {name}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Unplug processor {number} from {name}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "{name} has the processor {id}")},
    {u"set-balloon", QT_TRANSLATE_NOOP("laneway::StepText", "Leave {name} {bytes} of its memory"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Leave {name} as much memory as it had"),
        QT_TRANSLATE_NOOP(
            "laneway::StepText", "QEMU has told the guest of {name}; how far it follows is seen in its figures")},
    {u"unplug-device", QT_TRANSLATE_NOOP("laneway::StepText", "Unplug {device} from {name}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Plug {device} into {name} again"),
        QT_TRANSLATE_NOOP("laneway::StepText", "{name} has released {id}")},
    {u"reset-device", QT_TRANSLATE_NOOP("laneway::StepText", "Reset {device}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Cannot be taken back, and need not be"),
        QT_TRANSLATE_NOOP("laneway::StepText", "The kernel reports that {device} was reset")},
    {u"define-domain", QT_TRANSLATE_NOOP("laneway::StepText", "Save the definition of {name}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Put the former definition of {name} back"),
        QT_TRANSLATE_NOOP("laneway::StepText", "The stored definition of {name} is the new one")},
    {u"reserve-image", QT_TRANSLATE_NOOP("laneway::StepText", "Reserve the file name {path}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Free the file name {path}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "{path} is reserved")},
    {u"create-image", QT_TRANSLATE_NOOP("laneway::StepText", "Create {path}: {bytes}, {format}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Delete {path} again"),
        QT_TRANSLATE_NOOP("laneway::StepText", "qemu-img reads {path}")},
    {u"set-aside-image", QT_TRANSLATE_NOOP("laneway::StepText", "Set {path} aside"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Put {path} back"),
        QT_TRANSLATE_NOOP("laneway::StepText", "{path} has another name")},
    {u"discard-image", QT_TRANSLATE_NOOP("laneway::StepText", "Delete {path}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Cannot be taken back"),
        QT_TRANSLATE_NOOP("laneway::StepText", "{path} is gone")},
    {u"commit-image", QT_TRANSLATE_NOOP("laneway::StepText", "Write what {path} holds into {base}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Leave {path} as it is, and {base} as far as it was written"),
        QT_TRANSLATE_NOOP("laneway::StepText", "{base} reads byte for byte as {path}")},
    {u"resize-image", QT_TRANSLATE_NOOP("laneway::StepText", "Resize {path} from {from} to {bytes}"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Resize {path} to {from} again"),
        QT_TRANSLATE_NOOP("laneway::StepText", "{path} has {bytes}")},
    {u"set-memory-lock", QT_TRANSLATE_NOOP("laneway::StepText", "Let the machine lock {bytes} of memory"),
        QT_TRANSLATE_NOOP("laneway::StepText", "Set the former limit for locked memory"),
        QT_TRANSLATE_NOOP("laneway::StepText", "The limit for locked memory reads {bytes}")},
};

// Where nothing is bound before or after, "from" and "to nothing" read badly.
constexpr Row driverTaken{u"", QT_TRANSLATE_NOOP("laneway::StepText", "Release {device} from {from}"),
    QT_TRANSLATE_NOOP("laneway::StepText", "Give {device} back to {from}"),
    QT_TRANSLATE_NOOP("laneway::StepText", "{device} has no driver")};
constexpr Row driverGiven{u"", QT_TRANSLATE_NOOP("laneway::StepText", "Bind {device} to {driver}"),
    QT_TRANSLATE_NOOP("laneway::StepText", "Release {device} from {driver}"),
    QT_TRANSLATE_NOOP("laneway::StepText", "The driver link of {device} reads {driver}")};
constexpr Row driverReturned{u"", QT_TRANSLATE_NOOP("laneway::StepText", "Give {device} back to {driver}"),
    QT_TRANSLATE_NOOP("laneway::StepText", "Move {device} to {from} again"),
    QT_TRANSLATE_NOOP("laneway::StepText", "The driver link of {device} reads {driver}")};

constexpr Row fileRemoved{u"", QT_TRANSLATE_NOOP("laneway::StepText", "Remove {file}"),
    QT_TRANSLATE_NOOP("laneway::StepText", "Put back what {file} was before"),
    QT_TRANSLATE_NOOP("laneway::StepText", "{file} is gone")};
constexpr Row countWithoutDrivers{u"",
    QT_TRANSLATE_NOOP("laneway::StepText",
        "Change the virtual functions of {device} from {from} to {count}, which no driver of the host takes"),
    QT_TRANSLATE_NOOP("laneway::StepText", "Make {from} virtual functions of {device} again, as they were"),
    QT_TRANSLATE_NOOP(
        "laneway::StepText", "{device} has {count} virtual functions, all there, and gives them to no driver")};

constexpr Row tapOnCard{u"",
    QT_TRANSLATE_NOOP("laneway::StepText", "Make the network interface {interface} on {lower} ({mode})"),
    QT_TRANSLATE_NOOP("laneway::StepText", "Remove the network interface {interface}"),
    QT_TRANSLATE_NOOP("laneway::StepText", "{interface} is up and has the address {mac}")};

constexpr Row imageOnAnother{u"", QT_TRANSLATE_NOOP("laneway::StepText", "Create {path}, which stands on {backing}"),
    QT_TRANSLATE_NOOP("laneway::StepText", "Delete {path} again"),
    QT_TRANSLATE_NOOP("laneway::StepText", "qemu-img reads {path}")};
constexpr Row imageCopied{u"", QT_TRANSLATE_NOOP("laneway::StepText", "Copy {copyOf} to {path}"),
    QT_TRANSLATE_NOOP("laneway::StepText", "Delete {path} again"),
    QT_TRANSLATE_NOOP("laneway::StepText", "qemu-img reads {path}")};
constexpr Row imageCommitted{u"", QT_TRANSLATE_NOOP("laneway::StepText", "Write what {path} holds into {base}"),
    QT_TRANSLATE_NOOP("laneway::StepText", "Make {base} what it was at the snapshot {guard}"),
    QT_TRANSLATE_NOOP("laneway::StepText", "{base} reads byte for byte as {path}")};
constexpr Row snapshotTaken{u"", QT_TRANSLATE_NOOP("laneway::StepText", "Take the snapshot {name} of {path}"),
    QT_TRANSLATE_NOOP("laneway::StepText", "Delete the snapshot {name} of {path}"),
    QT_TRANSLATE_NOOP("laneway::StepText", "{path} has the snapshot {name}")};
constexpr Row snapshotDeleted{u"", QT_TRANSLATE_NOOP("laneway::StepText", "Delete the snapshot {name} of {path}"),
    QT_TRANSLATE_NOOP("laneway::StepText", "Cannot be taken back"),
    QT_TRANSLATE_NOOP("laneway::StepText", "{path} has no snapshot {name}")};
constexpr Row snapshotRestored{u"",
    QT_TRANSLATE_NOOP("laneway::StepText", "Make {path} what it was at the snapshot {name}"),
    QT_TRANSLATE_NOOP("laneway::StepText", "Cannot be taken back"),
    QT_TRANSLATE_NOOP("laneway::StepText", "{path} has the snapshot {name}")};

const Row *rowOf(const QString &kind, const QJsonObject &arguments)
{
    if (kind == u"create-image" && arguments.contains(u"copyOf"))
        return &imageCopied;
    if (kind == u"create-image" && arguments.contains(u"backing"))
        return &imageOnAnother;
    if (kind == u"commit-image" && arguments.contains(u"guard"))
        return &imageCommitted;
    if (kind == u"add-tap" && arguments.contains(u"lower"))
        return &tapOnCard;
    if (kind == u"snapshot-image")
        return arguments[u"act"] == u"create"_s ? &snapshotTaken
            : arguments[u"act"] == u"delete"_s  ? &snapshotDeleted
                                                : &snapshotRestored;
    if (kind == u"change-driver") {
        if (arguments[u"driver"].toString().isEmpty())
            return &driverTaken;
        if (arguments[u"from"].toString().isEmpty())
            return &driverGiven;
        if (arguments[u"from"].toString() == u"vfio-pci")
            return &driverReturned;
    }
    if (kind == u"keep-file" && arguments[u"content"].isNull())
        return &fileRemoved;
    if (kind == u"set-vf-count" && arguments[u"autoprobe"] == false)
        return &countWithoutDrivers;
    for (const Row &row : rows)
        if (kind == QStringView(row.kind))
            return &row;
    return nullptr;
}

// "mac=52:54:00:6d:90:02 vlan=42": the words that VfChange::parse() takes.
QString changeText(const QJsonObject &change)
{
    QStringList words;
    for (auto member = change.begin(); member != change.end(); ++member) {
        const QJsonValue value = member.value();
        if (value.isBool())
            words.append(member.key() + (value.toBool() ? u"=on" : u"=off"));
        else
            words.append(member.key() + u'=' + value.toVariant().toString());
    }
    return words.join(u' ');
}

QString bytesText(const QJsonValue &value)
{
    const qint64 bytes = value.isString() ? value.toString().toLongLong() : value.toInteger(-1); // 64 bits go as text
    if (bytes < 0 || bytes == std::numeric_limits<qint64>::max())
        return StepText::tr("any amount", "of memory");
    return sizeText(bytes);
}

// "0–6, 9"
QString indicesText(const QJsonArray &vfs)
{
    QList<int> indices;
    for (const QJsonValue &vf : vfs) // a number, {"index":…}, or "2 mac=…"
        indices.append(vf.isString() ? vf.toString().section(u' ', 0, 0).toInt()
                : vf.isObject()      ? vf[u"index"].toInt()
                                     : vf.toInt());
    std::sort(indices.begin(), indices.end());
    QStringList parts;
    for (qsizetype first = 0, last; first < indices.size(); first = last + 1) {
        last = first;
        while (last + 1 < indices.size() && indices[last + 1] == indices[last] + 1)
            ++last;
        parts += first == last ? QString::number(indices[first])
                               : QString::number(indices[first]) + u'–' + QString::number(indices[last]);
    }
    return parts.join(u", "_s);
}

QString argumentText(const QString &key, const QJsonObject &arguments)
{
    const QJsonValue value = arguments[key];
    if (key == u"vfs")
        return indicesText(value.toArray());
    if (key == u"change")
        return changeText(value.toObject());
    if (key == u"bytes" || (key == u"from" && arguments.contains(u"bytes")))
        return bytesText(value);
    if (key == u"user" && value.toString().isEmpty())
        return StepText::tr("user %1").arg(arguments[u"uid"].toInteger());
    if (key == u"name" && value.toString().isEmpty())
        return arguments[u"domain"].toString();
    return value.toVariant().toString();
}

// One pass over the template: what an argument holds is never taken for a place of its own.
QString fill(const char *sentence, const QJsonObject &arguments)
{
    const QString text = StepText::tr(sentence);
    QString filled;
    qsizetype at = 0;
    while (at < text.size()) {
        const qsizetype open = text.indexOf(u'{', at);
        const qsizetype close = open < 0 ? -1 : text.indexOf(u'}', open);
        if (close < 0)
            break;
        filled += text.mid(at, open - at);
        filled += argumentText(text.mid(open + 1, close - open - 1), arguments);
        at = close + 1;
    }
    return filled + text.mid(at);
}

} // namespace

QString stepText(const QString &kind, const QJsonObject &arguments)
{
    // The release of what another step took: its undo is what is done.
    if (kind == u"give-back")
        return stepUndoText(arguments[u"step"][u"kind"].toString(), arguments[u"step"][u"arguments"].toObject());
    const Row *row = rowOf(kind, arguments);
    return row ? fill(row->text, arguments) : kind;
}

QString stepUndoText(const QString &kind, const QJsonObject &arguments)
{
    if (kind == u"give-back")
        return stepText(arguments[u"step"][u"kind"].toString(), arguments[u"step"][u"arguments"].toObject());
    const Row *row = rowOf(kind, arguments);
    return row ? fill(row->undo, arguments) : QString();
}

QString stepVerifyText(const QString &kind, const QJsonObject &arguments)
{
    if (kind == u"give-back")
        return StepText::tr("It reads as it did before");
    const Row *row = rowOf(kind, arguments);
    return row ? fill(row->verify, arguments) : QString();
}

} // namespace laneway
