// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"
#include "models/hardwaremodel.h"
#include "ui/panels/devicepanel.h"

namespace laneway {

/// One machine's definition while a person edits it: as stored, as it is to be, and whether that is
/// valid. Parsing, checking and verdicts happen on a worker; only the newest answer counts.
class MachineDraft : public QObject
{
    Q_OBJECT
public:
    /// XML that was typed and is no definition yet. It is kept until it is one, or is taken back.
    struct Typed
    {
        DeviceKey key; ///< no device: the whole machine
        QString text;
    };
    MachineDraft(Connection &connection, QObject *parent = nullptr);

    /// Drops what was there. loaded() follows, or failed().
    void open(const QUuid &machine);
    QUuid machine() const { return m_machine; }
    bool isLoaded() const { return m_loaded; }
    bool isChanged() const { return m_changed || m_typed; }
    /// Checked and valid, and something differs.
    bool canApply() const { return m_changed && !m_typed && !m_problem && isChecked(); }
    bool isRunning() const { return m_live.has_value(); }
    bool isChecked() const { return m_checkedEdition == m_edition; }

    const DomainXml &domain() const { return m_draft; }
    /// What the machine has now; when it is off, what it would start with.
    const DomainXml &running() const { return m_live ? *m_live : m_stored; }
    QString xml() const { return QString::fromUtf8(m_draft.toXml()); }
    /// The text of one device, of all for no device; what was typed, where it was.
    QString text(const DeviceKey &key) const;
    const QList<HardwareRow> &rows() const { return m_rows; }
    const HostFacts &facts() const { return m_facts; }
    const std::optional<Error> &problem() const { return m_problem; }
    const std::optional<Typed> &typed() const { return m_typed; }

    void edit(const std::function<void(DomainXml &)> &change);
    /// As it is typed; becomes part of the draft as soon as it is well-formed and of the right name.
    void type(const DeviceKey &key, const QString &text);
    void revert(); ///< back to what is stored, as last read
    void reload(); ///< what is stored now; the draft is dropped
    /// What was changed elsewhere meanwhile is to be replaced by this draft.
    void keepMine();
    /// Asks what is stored now; answers whether it still is what this draft was made from.
    void checkStored(const std::function<void(bool same)> &answer);
    /// Facts or the stored definition may be others.
    void refresh();

Q_SIGNALS:
    void loaded(); ///< another definition is here: everything shown is to be read anew
    void checked(); ///< rows, facts, problem, canApply()
    void typedTaken(); ///< what was typed is part of the draft now
    void changed(); ///< isChanged() or typed() is another
    void storedChangedElsewhere();
    void failed(const laneway::Error &error);

private:
    struct Check;
    struct Outcome;
    void fetch();
    void take(const QString &stored, const std::optional<QString> &live);
    void check();
    void finish(const std::shared_ptr<Outcome> &outcome);

    Connection &m_connection;
    QUuid m_machine;
    bool m_loaded = false;
    bool m_changed = false;
    bool m_checking = false;
    bool m_checkAgain = false;
    bool m_fetching = false;
    bool m_fetchAgain = false;
    bool m_takeAnyway = false; ///< what comes next replaces the draft
    bool m_storedIsOld = false; ///< m_storedText is another than m_stored
    quint64 m_generation = 0; ///< of the machine: answers about another are dropped
    quint64 m_edition = 0; ///< of the draft
    quint64 m_checkedEdition = 0;
    QString m_storedText;
    std::optional<QString> m_incoming; ///< stored now, to be the draft once it is parsed
    std::optional<QString> m_elsewhere; ///< stored by somebody else since
    DomainXml m_stored;
    std::optional<DomainXml> m_live;
    QString m_liveText;
    DomainXml m_draft;
    std::optional<Typed> m_typed;
    QList<HardwareRow> m_rows;
    HostFacts m_facts;
    std::optional<Error> m_problem;
};

} // namespace laneway
