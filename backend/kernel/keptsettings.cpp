// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/keptsettings.h"

#include <QRegularExpression>

#include <algorithm>
#include <fnmatch.h>

namespace laneway {

namespace {

constexpr qsizetype mostFiles = 256; ///< in one directory
constexpr qsizetype mostUnseen = 8;
constexpr qsizetype longestSaying = 200;
const QString udevRules = u"udev/rules.d"_s;
const QString systemdNetwork = u"systemd/network"_s;
const QString networkManager = u"NetworkManager/system-connections"_s;
const QString modprobe = u"modprobe.d"_s;

bool fits(const QString &pattern, const QString &text)
{
    return ::fnmatch(pattern.toUtf8().constData(), text.toUtf8().constData(), 0) == 0;
}

bool fitsAny(const QStringList &patterns, const QStringList &texts)
{
    return std::any_of(patterns.begin(), patterns.end(), [&](const QString &pattern) {
        return std::any_of(texts.begin(), texts.end(), [&](const QString &text) { return fits(pattern, text); });
    });
}

QStringList interfaceNames(const PciFunction &pf)
{
    QStringList names;
    for (const NetInterface &net : pf.interfaces)
        names += net.name;
    return names;
}

QStringList macs(const PciFunction &pf)
{
    QStringList texts;
    for (const NetInterface &net : pf.interfaces)
        if (net.mac)
            texts += net.mac->toString();
    return texts;
}

QString hex(quint16 id)
{
    return QString::asprintf("0x%04x", id);
}

QString saying(const QString &line)
{
    return line.simplified().left(longestSaying);
}

/// A line as its reader joins it, with the number that it begins at.
struct Line
{
    int number = 0;
    QString text;
};

/// Without comments and empty ones. @p joins: a backslash at the end goes on with the next one.
QList<Line> linesOf(const QString &text, bool joins)
{
    QList<Line> lines;
    bool goesOn = false;
    int number = 0;
    const auto raw = QStringView(text).split(u'\n');
    for (const QStringView view : raw) {
        ++number;
        const QStringView line = view.trimmed();
        if (line.startsWith(u'#') || line.startsWith(u';'))
            continue;
        const bool more = joins && line.endsWith(u'\\');
        const QStringView part = more ? line.chopped(1) : line;
        if (goesOn)
            lines.last().text += part;
        else if (!line.isEmpty())
            lines.append({number, part.toString()});
        goesOn = more && (goesOn || !line.isEmpty());
    }
    return lines;
}

// ------------------------------------------------------------------------------------------- udev

/// One KEY{attribute}OP"value" of a rule: udev(7).
struct Token
{
    QString key;
    QString attribute;
    QString op;
    QString value;
    bool isCondition() const { return op == u"==" || op == u"!="; }
};

QList<Token> tokensOf(const QString &rule)
{
    static const QRegularExpression form(
        uR"re(([A-Z_]+)(?:\{([^}]*)\})?\s*(==|!=|\+=|-=|:=|=)\s*[ei]?"((?:[^"\\]|\\.)*)")re"_s);
    QList<Token> tokens;
    for (auto found = form.globalMatch(rule); found.hasNext();) {
        const auto match = found.next();
        tokens.append({match.captured(1), match.captured(2), match.captured(3), match.captured(4)});
    }
    return tokens;
}

bool runsProgram(const Token &token)
{
    return token.key == u"RUN" || token.key == u"PROGRAM";
}

bool concernsVfs(const Token &token)
{
    static const QRegularExpression setsVf(u"\\bvf\\s+\\d+\\b"_s);
    if (runsProgram(token))
        return token.value.contains(u"sriov_") || setsVf.match(token.value).hasMatch();
    return token.key == u"ATTR" && !token.isCondition()
        && (token.attribute.endsWith(u"sriov_numvfs") || token.attribute.endsWith(u"sriov_drivers_autoprobe"));
}

/// Whether a condition fits the PF; nothing for one that says nothing of who it is.
std::optional<bool> conditionFits(const Token &token, const PciFunction &pf)
{
    const QStringList patterns = token.value.split(u'|');
    const QString name = token.attribute.mid(token.attribute.lastIndexOf(u'/') + 1);
    const bool isAttribute = token.key == u"ATTR" || token.key == u"ATTRS";
    const QString address = pf.address.toString();
    if (token.key == u"KERNELS" || token.key == u"KERNEL") {
        if (token.value.contains(u':'))
            return fitsAny(patterns, {address});
        // Before it is renamed an interface has a name that nobody knows afterwards.
        if (token.key == u"KERNEL" && !token.value.startsWith(u"eth") && !pf.interfaces.isEmpty())
            return fitsAny(patterns, interfaceNames(pf));
        return std::nullopt;
    }
    if (isAttribute && name == u"vendor")
        return fitsAny(patterns, {hex(pf.vendor)});
    if (isAttribute && name == u"device")
        return fitsAny(patterns, {hex(pf.device)});
    if (isAttribute && name == u"address")
        return fitsAny({token.value.toLower().split(u'|')}, macs(pf));
    if (token.key == u"DRIVER" || token.key == u"DRIVERS"
        || (token.key == u"ENV" && (name == u"ID_NET_DRIVER" || name == u"DRIVER")))
        return fitsAny(patterns, {pf.driver});
    if (token.key == u"NAME" || (token.key == u"ENV" && name == u"INTERFACE"))
        return fitsAny(patterns, interfaceNames(pf));
    if (token.key == u"ENV" && name == u"ID_PATH")
        return fitsAny(patterns, {u"pci-"_s + address});
    if (token.key == u"ENV" && name == u"PCI_SLOT_NAME")
        return fitsAny(patterns, {address});
    return std::nullopt;
}

/// Whether a program that a rule runs names other devices only.
bool namesOthers(const QString &program, const PciFunction &pf)
{
    static const QRegularExpression device(u"[0-9a-f]{4,8}:[0-9a-f]{2}:[01][0-9a-f]\\.[0-7]"_s);
    static const QRegularExpression interface(u"/sys/class/net/([^/$%*\\s]+)/"_s);
    QStringList named;
    for (auto found = device.globalMatch(program); found.hasNext();)
        named += found.next().captured();
    for (auto found = interface.globalMatch(program); found.hasNext();)
        named += found.next().captured(1);
    const QStringList own = interfaceNames(pf) + QStringList{pf.address.toString()};
    return !named.isEmpty()
        && std::none_of(named.begin(), named.end(), [&](const QString &name) { return own.contains(name); });
}

void addUdev(QList<KeptSetting> &kept, const QString &path, const QString &text, const PciFunction &pf)
{
    const bool ours = path == QString(u"/etc/"_s + keptRuleFile(pf.address))
        && text.startsWith(QString::fromLatin1(keptRuleMark()));
    // Ours for another PF: its conditions are in a line of their own.
    if (!ours && text.startsWith(QString::fromLatin1(keptRuleMark())))
        return;
    for (const Line &line : linesOf(text, true)) {
        const QList<Token> tokens = tokensOf(line.text);
        // How ours sets each VF is left out: that it does goes without saying.
        if (std::none_of(tokens.begin(), tokens.end(),
                [&](const Token &token) { return concernsVfs(token) && !(ours && runsProgram(token)); }))
            continue;
        const bool isOther = std::any_of(tokens.begin(), tokens.end(), [&](const Token &token) {
            if (runsProgram(token))
                return namesOthers(token.value, pf);
            const auto fits = token.isCondition() ? conditionFits(token, pf) : std::nullopt;
            return fits && *fits != (token.op == u"==");
        });
        if (ours || !isOther)
            kept.append({path, line.number, ours, u"udev"_s, saying(line.text)});
    }
}

// ------------------------------------------------------------------------------- systemd and others

/// A section of an INI file, its keys in order.
struct Section
{
    QString name;
    int line = 0;
    QList<std::pair<QString, Line>> keys; ///< key, value
};

QList<Section> sectionsOf(const QString &text)
{
    QList<Section> sections;
    for (const Line &line : linesOf(text, false)) {
        if (line.text.startsWith(u'[') && line.text.endsWith(u']')) {
            sections.append({line.text.sliced(1).chopped(1).trimmed(), line.number, {}});
            continue;
        }
        const qsizetype equals = line.text.indexOf(u'=');
        if (equals > 0 && !sections.isEmpty())
            sections.last().keys.append(
                {line.text.left(equals).trimmed(), {line.number, line.text.mid(equals + 1).trimmed()}});
    }
    return sections;
}

/// What a systemd.link(5) or systemd.network(5) file asks of a device; what is not known is no hindrance.
bool matches(const QList<Section> &sections, const PciFunction &pf)
{
    for (const Section &section : sections) {
        if (section.name != u"Match")
            continue;
        for (const auto &[key, value] : section.keys) {
            QString text = value.text;
            const bool negated = text.startsWith(u'!');
            const QStringList patterns = text.mid(negated ? 1 : 0).split(u' ', Qt::SkipEmptyParts);
            std::optional<bool> fits;
            if (key == u"Path")
                fits = fitsAny(patterns, {u"pci-"_s + pf.address.toString()});
            else if (key == u"Driver")
                fits = fitsAny(patterns, {pf.driver});
            else if (key == u"MACAddress" || key == u"PermanentMACAddress")
                fits = fitsAny(text.toLower().mid(negated ? 1 : 0).split(u' ', Qt::SkipEmptyParts), macs(pf));
            else if (key == u"Name" || (key == u"OriginalName" && !text.contains(u"eth")))
                fits = fitsAny(patterns, interfaceNames(pf));
            if (fits && *fits == negated)
                return false;
        }
    }
    return true;
}

/// @p base: what the file adds to, where it is one of a ".d" directory.
void addSystemd(
    QList<KeptSetting> &kept, const QString &path, const QString &text, const QString &base, const PciFunction &pf)
{
    const QList<Section> sections = sectionsOf(text);
    if (!matches(sectionsOf(base) + sections, pf))
        return;
    const QString by = path.endsWith(u".link") || path.contains(u".link.d/") ? u"systemd-link"_s : u"systemd-network"_s;
    bool hasVfs = false;
    for (const Section &section : sections) {
        if (section.name == u"SR-IOV" && !std::exchange(hasVfs, true)) {
            QStringList words{u"[SR-IOV]"_s};
            for (const auto &[key, value] : section.keys)
                words += key + u'=' + value.text;
            kept.append({path, section.line, false, by, saying(words.join(u' '))});
        }
        if (section.name != u"Link")
            continue;
        for (const auto &[key, value] : section.keys)
            if (key == u"SR-IOVVirtualFunctions")
                kept.append({path, value.number, false, by, saying(key + u'=' + value.text)});
    }
}

void addNetworkManager(QList<KeptSetting> &kept, const QString &path, const QString &text, const PciFunction &pf)
{
    const QList<Section> sections = sectionsOf(text);
    for (const Section &section : sections)
        for (const auto &[key, value] : section.keys) {
            const bool isWired = section.name == u"ethernet" || section.name == u"802-3-ethernet";
            const bool other = (section.name == u"connection" && key == u"interface-name"
                                   && !interfaceNames(pf).contains(value.text))
                || (isWired && key == u"mac-address" && !macs(pf).contains(value.text.toLower()));
            if (other)
                return;
        }
    for (const Section &section : sections)
        if (section.name == u"sriov" && !pf.interfaces.isEmpty()) {
            // Profiles hold passwords and only root may read them: what is in one is shown to nobody.
            kept.append({path, section.line, false, u"networkmanager"_s, u"[sriov]"_s});
        }
}

void addModprobe(QList<KeptSetting> &kept, const QString &path, const QString &text, const PciFunction &pf)
{
    static const QRegularExpression form(u"^options\\s+(\\S+)\\s.*\\b(max_vfs|num_vfs?)="_s);
    const auto plain = [](QString name) { return name.replace(u'-', u'_'); };
    for (const Line &line : linesOf(text, true)) {
        const auto match = form.match(line.text);
        if (match.hasMatch() && plain(match.captured(1)) == plain(pf.driver))
            kept.append({path, line.number, false, u"modprobe"_s, saying(line.text)});
    }
}

/// "igb.max_vfs=7": a module's parameter, which modprobe and what is built in take alike.
void addCommandLine(QList<KeptSetting> &kept, const QString &commandLine, const PciFunction &pf)
{
    static const QRegularExpression form(u"^([^.=]+)\\.(max_vfs|num_vfs?)="_s);
    const QStringList words = commandLine.split(u' ', Qt::SkipEmptyParts);
    for (const QString &word : words) {
        const auto match = form.match(word);
        if (match.hasMatch() && match.captured(1).replace(u'-', u'_') == QString(pf.driver).replace(u'-', u'_'))
            kept.append({u"/proc/cmdline"_s, 1, false, u"modprobe"_s, saying(word)});
    }
}

} // namespace

QString keptRuleFile(const PciAddress &pf)
{
    return udevRules + u"/71-laneway-sriov-" + pf.toString() + u".rules";
}

QStringList keptSettingsDirectories()
{
    return {udevRules, systemdNetwork, networkManager, modprobe};
}

QByteArray keptRuleMark()
{
    return "# Written by Laneway";
}

std::optional<QByteArray> keptRuleNow(const FileTree &etc, const PciAddress &pf)
{
    const auto text = etc.read(keptRuleFile(pf));
    return text && text->startsWith(keptRuleMark()) ? std::optional(*text) : std::nullopt;
}

KeptSettings::KeptSettings(const Kernel &kernel)
    : m_roots{{u"/etc/"_s, &kernel.etc}, {u"/run/"_s, kernel.runtime}, {u"/usr/lib/"_s, kernel.vendor}}
{
    m_roots.removeIf([](const Root &root) { return !root.tree; });
    read(udevRules, u".rules", {"sriov", " vf "});
    for (const auto suffix : {QStringView(u".link"), QStringView(u".network")}) {
        read(systemdNetwork, suffix, {"SR-IOV"});
        readDropIns(suffix);
    }
    read(networkManager, u"", {"[sriov]"});
    read(modprobe, u".conf", {"max_vfs", "num_vf"});
    m_commandLine = kernel.proc.text(u"cmdline"_s).value_or(QString());
}

/// The names in a directory, each with where it counts: what is in /etc hides what is called the same
/// in /run, and that what is in /usr/lib.
QMap<QString, KeptSettings::Root> KeptSettings::names(const QString &directory, QStringView suffix)
{
    QMap<QString, Root> found;
    for (const Root &root : m_roots) {
        const auto listed = root.tree->list(directory);
        if (!listed && listed.error().code != ErrorCode::NotFound)
            noteUnseen(root.path + directory);
        QStringList names = listed.value_or(QStringList());
        names.removeIf([&](const QString &name) { return name.startsWith(u'.') || !name.endsWith(suffix); });
        if (names.size() > mostFiles)
            noteUnseen(root.path + directory);
        names = names.mid(0, mostFiles);
        for (const QString &name : std::as_const(names))
            if (!found.contains(name))
                found.insert(name, root);
    }
    return found;
}

std::optional<QByteArray> KeptSettings::content(const Root &root, const QString &path)
{
    const auto text = root.tree->read(path);
    if (text && text->size() <= largestKeptFile)
        return *text;
    if (text || text.error().code != ErrorCode::NotFound) // gone since it was listed
        noteUnseen(root.path + path);
    return std::nullopt;
}

void KeptSettings::noteUnseen(const QString &path)
{
    if (m_unseen.size() < mostUnseen && !m_unseen.contains(path))
        m_unseen += path;
}

void KeptSettings::read(const QString &directory, QStringView suffix, std::initializer_list<const char *> words)
{
    const auto found = names(directory, suffix);
    for (auto one = found.cbegin(); one != found.cend(); ++one) {
        const QString path = directory + u'/' + one.key();
        const auto text = content(*one, path);
        if (text && std::any_of(words.begin(), words.end(), [&](const char *word) { return text->contains(word); }))
            m_files.append({one->path + path, directory, QString::fromUtf8(*text), {}});
    }
}

/// "50-lan.link.d/10-vfs.conf" belongs to "50-lan.link" (systemd.link(5)).
void KeptSettings::readDropIns(QStringView suffix)
{
    const auto files = names(systemdNetwork, suffix);
    const auto directories = names(systemdNetwork, QString(suffix + u".d"_s));
    for (auto directory = directories.cbegin(); directory != directories.cend(); ++directory) {
        const QString main = directory.key().chopped(2);
        const auto parts = names(systemdNetwork + u'/' + directory.key(), u".conf");
        for (auto part = parts.cbegin(); part != parts.cend(); ++part) {
            const QString path = systemdNetwork + u'/' + directory.key() + u'/' + part.key();
            const auto text = content(*part, path);
            if (!text || !text->contains("SR-IOV") || !files.contains(main))
                continue;
            const auto base = content(files[main], systemdNetwork + u'/' + main);
            m_files.append({part->path + path, systemdNetwork, QString::fromUtf8(*text),
                QString::fromUtf8(base.value_or(QByteArray()))});
        }
    }
}

QList<KeptSetting> KeptSettings::of(const PciFunction &pf) const
{
    QList<KeptSetting> kept;
    for (const File &file : m_files) {
        if (file.directory == udevRules)
            addUdev(kept, file.path, file.text, pf);
        else if (file.directory == systemdNetwork)
            addSystemd(kept, file.path, file.text, file.base, pf);
        else if (file.directory == networkManager)
            addNetworkManager(kept, file.path, file.text, pf);
        else
            addModprobe(kept, file.path, file.text, pf);
    }
    addCommandLine(kept, m_commandLine, pf);
    for (const QString &path : m_unseen)
        kept.append({path, 0, false, u"unseen"_s, {}});
    return kept;
}

} // namespace laneway
