// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/translations.h"

#include "core/result.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace laneway {

void installTranslations(QCoreApplication &app)
{
    const QLocale locale;
    auto *own = new QTranslator(&app);
    const QString beside = QCoreApplication::applicationDirPath();
    const QStringList folders{beside + u"/../share/laneway/translations"_s, beside + u"/../../translations"_s};
    for (const QString &folder : folders) {
        if (own->load(locale, u"laneway"_s, u"_"_s, folder)) {
            QCoreApplication::installTranslator(own);
            break;
        }
    }
    auto *qt = new QTranslator(&app);
    if (qt->load(locale, u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(qt);
}

} // namespace laneway
